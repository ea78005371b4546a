#include <fmt/format.h>

#include <limits>

#include "conformance/activation_checks.hpp"
#include "conformance/evaluate.hpp"
#include "conformance/instance.hpp"

namespace initlab {
namespace {

// Units of single precision's rounding, of |f(z)| and of the function's size: what a formula of a few operations loses.
constexpr double units = 64 * std::numeric_limits<float>::epsilon();
constexpr double beside_a_kink = 1e-5;  // where float and double may fall on different sides, relative to 1 + |z|

using Function = std::vector<double> (*)(const Activation&, const std::vector<double>&);
using SingleFunction = std::vector<float> (*)(const Activation&, const std::vector<float>&);

std::vector<float> inputs(const std::vector<double>& kinks) {
  std::vector<float> z;
  for (const double each : evenly_spaced(-6.0, 5.99, 1201)) z.push_back(static_cast<float>(each));
  for (double size = 1e-6; size < 50.0; size *= 1.9)
    for (const double sign : {-1.0, 1.0}) z.push_back(static_cast<float>(sign * size));
  std::erase_if(
      z, [&](float each) { return distance_to_nearest(kinks, each) < beside_a_kink * (1.0 + std::abs(double(each))); });
  return z;
}

/// The largest error in units of what is tolerated.
double compare(const Subject& subject, const Activation& phi, const std::vector<float>& z, const char* what,
               Function exact_function, SingleFunction single_function) {
  const std::vector<double> exact_z(z.begin(), z.end());
  std::vector<double> beside(exact_z);
  for (double& each : beside) each *= 1.0 + 4 * std::numeric_limits<float>::epsilon();
  const std::vector<double> exact = exact_function(phi, exact_z), moved = exact_function(phi, beside);
  const std::vector<float> single = single_function(phi, z);
  double size = 0.0;  // of the function where networks work
  for (std::size_t i = 0; i < z.size(); ++i)
    if (std::abs(z[i]) < 1.0F) size = std::max(size, std::abs(exact[i]));
  double worst = 0.0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (!std::isfinite(exact[i]) || std::abs(exact[i]) > std::numeric_limits<float>::max()) continue;
    // What an input that is rounded once more would change is no mistake: a steep function is like that.
    const double tolerated = units * (std::abs(exact[i]) + size) + 4 * std::abs(moved[i] - exact[i]);
    const double error = std::abs(double(single[i]) - exact[i]);
    if (!(error <= tolerated))
      throw Nonconformity(
          fmt::format("{} gives {}({:.9g}) = {:.9g} in single precision and {:.9g} in double precision. "
                      "Write numbers as T(0.5), and use initlab::math.",
                      subject.name(), what, z[i], single[i], exact[i]));
    if (tolerated > 0) worst = std::max(worst, error / tolerated);
  }
  return worst;
}

}  // namespace

std::string check_precision(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  const std::vector<float> z = inputs(phi->kinks());
  const double worst = std::max(compare(subject, *phi, z, "phi", &values_of<double>, &values_of<float>),
                                compare(subject, *phi, z, "phi'", &derivatives_of<double>, &derivatives_of<float>));
  return fmt::format("Single agrees with double precision at {} inputs, to {:.0f}% of what rounding explains.",
                     z.size(), 100 * worst);
}

}  // namespace initlab
