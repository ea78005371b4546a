#include "conformance/battery.hpp"

#include <fmt/format.h>

#include "conformance/activation_checks.hpp"
#include "conformance/common_checks.hpp"
#include "conformance/initializer_checks.hpp"

namespace initlab {
namespace {

constexpr Check activation_checks[] = {
    {"record", &check_record},
    {"loading", &check_loading},
    {"surroundings", &check_surroundings},
    {"parameters", &check_parameters},
    {"leaks", &check_leaks},
    {"numbers", &check_numbers},
    {"derivative", &check_derivative},
    {"kinks", &check_kinks},
    {"closed forms", &check_closed_forms},
    {"kernels", &check_kernels},
    {"precision", &check_precision},
    {"batches", &check_batches},
    {"bounds", &check_activation_bounds},
    {"threads", &check_activation_threads},
};

constexpr Check initializer_checks[] = {
    {"record", &check_record},
    {"loading", &check_loading},
    {"surroundings", &check_surroundings},
    {"parameters", &check_parameters},
    {"leaks", &check_leaks},
    {"laws", &check_laws},
    {"repetition", &check_repetition},
    {"threads", &check_initializer_threads},
    {"fill", &check_fill},
    {"bounds", &check_fill_bounds},
    {"drawn law", &check_drawn_law},
};

Finding run(const Check& check, const Subject& subject, double seconds) {
  const ChildOutcome outcome = run_in_child([&](Doing& doing) { return check.run(subject, doing); }, seconds);
  if (outcome.is_alive()) return {check.name, outcome.end == ChildOutcome::End::finished, outcome.text};
  return {check.name, false, subject.name() + " " + how_it_died(outcome) + "."};
}

/// A plugin that fails at everything gives its sentence once.
void refer_to_the_first(std::vector<Finding>& findings) {
  Finding& last = findings.back();
  for (const Finding& earlier : findings)
    if (&earlier != &last && !last.passed && earlier.sentence == last.sentence) {
      last.sentence = fmt::format("The same as under '{}'.", earlier.check);
      return;
    }
}

}  // namespace

std::span<const Check> checks_of(PluginKind kind) {
  if (kind == PluginKind::activation) return activation_checks;
  return initializer_checks;
}

std::vector<Finding> examine(const Subject& subject, double seconds) {
  std::vector<Finding> findings;
  for (const Check& check : checks_of(subject.entry.record.kind)) {
    findings.push_back(run(check, subject, seconds));
    refer_to_the_first(findings);
    if (check.run == &check_loading && !findings.back().passed) break;
  }
  return findings;
}

}  // namespace initlab
