#include "cli/run_estimate.hpp"

#include <fmt/format.h>

#include "cli/byte_size.hpp"
#include "core/error.hpp"

namespace initlab {
namespace {

/// "revealed (exact for the laws of all matrices)", or the points that take each.
std::string engines_text(const Plan& plan) {
  const EngineChoice& first = plan.points.front().engine;
  for (const Point& point : plan.points)
    if (point.engine != first) return "dense or revealed, as the points' laws allow";
  return fmt::format("{} ({})", first.name, first.reason);
}

}  // namespace

void check_memory(const Plan& plan, unsigned threads, double limit) {
  const double needed = plan.estimated_bytes(threads, limit);
  if (needed <= limit) return;
  throw UsageError(
      fmt::format("the run takes about {} of memory on {} threads, and {} may be used (--memory, or what the machine "
                  "has left). Use "
                  "fewer --threads, smaller networks or fewer inputs.",
                  byte_size_text(needed), threads, byte_size_text(limit)));
}

std::string dry_run_text(const Plan& plan, unsigned threads, double limit) {
  std::string text =
      fmt::format("points   {}\nblocks   {}\ntrials   {}\n", plan.points.size(), plan.blocks.size(), plan.trials());
  text += fmt::format("engine   {}\n", engines_text(plan));
  text += fmt::format("threads  {}\nmemory   about {} of {}\ntime     about {:.2g} s\n", threads,
                      byte_size_text(plan.estimated_bytes(threads, limit)), byte_size_text(limit),
                      plan.estimated_seconds(threads));
  if (const std::string others = plan.theory_initializers(); !others.empty())
    text += fmt::format("theory   of {}\n", others);
  for (std::size_t p = 0; p < plan.points.size() && plan.points.size() > 1; ++p)
    text += fmt::format("{:5}  {}\n", p + 1, plan.points[p].label);
  return text;
}

}  // namespace initlab
