#include <fmt/format.h>

#include "conformance/activation_checks.hpp"
#include "conformance/evaluate.hpp"
#include "conformance/instance.hpp"
#include "conformance/kink_search.hpp"

namespace initlab {
namespace {

constexpr double range = 8.0;
constexpr double nearness = 1e-3;  // a jump is found to 1e-5; what is unbounded at a kink is steep beside it

void expect_declared(const Subject& subject, const std::vector<double>& kinks, const std::vector<double>& found,
                     const char* what) {
  for (const double place : found)
    if (distance_to_nearest(kinks, place) > nearness)
      throw Nonconformity(
          fmt::format("{} has a kink at {:.6g} that it does not declare ({} jumps there). Add it to "
                      "kinks: theory loses its digits otherwise.",
                      subject.name(), std::round(place * 1e6) / 1e6 + 0.0, what));
}

}  // namespace

std::string check_kinks(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  const std::vector<double> kinks = phi->kinks();
  const auto value = [&](const std::vector<double>& z) { return values_of(*phi, z); };
  const auto derivative = [&](const std::vector<double>& z) { return derivatives_of(*phi, z); };
  expect_declared(subject, kinks, jumps_of(value, range), "phi");
  expect_declared(subject, kinks, jumps_of(derivative, range), "phi'");
  expect_declared(subject, kinks, slope_jumps_of(derivative, range), "phi''");
  // With other parameters a kink may vanish (leaky ReLU of slope 1), which costs nothing but time.
  if (subject.has_defaults)
    for (const double kink : kinks)
      if (is_smooth_at(value, kink) && is_smooth_at(derivative, kink))
        throw Nonconformity(
            fmt::format("{} declares a kink at {:.6g}, where phi and phi' are smooth. Remove it from "
                        "kinks.",
                        subject.name(), kink));
  if (kinks.empty())
    return fmt::format("It declares none, and phi, phi' and phi'' do not jump for |z| <= {:g}.", range);
  return fmt::format("{} declared; phi, phi' and phi'' jump nowhere else for |z| <= {:g}.", kinks.size(), range);
}

}  // namespace initlab
