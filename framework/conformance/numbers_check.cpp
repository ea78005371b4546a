#include <fmt/format.h>

#include <limits>

#include "conformance/activation_checks.hpp"
#include "conformance/evaluate.hpp"
#include "conformance/instance.hpp"

namespace initlab {
namespace {

constexpr double moderate = 10.0;  // preactivations of a network that works

/// 0, and both signs of sizes from the smallest number up to `largest`: densely where networks work.
template <class Real>
std::vector<Real> inputs_up_to(double largest) {
  using Limits = std::numeric_limits<Real>;
  std::vector<Real> z{Real(0), Limits::denorm_min(), Limits::min()};
  for (double size = static_cast<double>(Limits::min()); size < largest; size *= 2.7) z.push_back(Real(size));
  for (const double size : evenly_spaced(0.0, moderate, 2001)) z.push_back(Real(size));
  z.push_back(Real(largest));
  const std::size_t positive = z.size();
  for (std::size_t i = 0; i < positive; ++i) z.push_back(-z[i]);
  return z;
}

template <class Real>
void expect_numbers(const Activation& phi, const char* what, const std::vector<Real>& z, const std::vector<Real>& out,
                    bool finite) {
  for (std::size_t i = 0; i < z.size(); ++i) {
    const bool is_wrong = std::isnan(out[i]) || (finite && std::isinf(out[i]) && std::abs(z[i]) <= Real(moderate));
    if (is_wrong)
      throw Nonconformity(fmt::format("activation '{}' gave {} = {} at z = {} in {} precision", phi.name(), what,
                                      out[i], z[i], sizeof(Real) == sizeof(float) ? "single" : "double"));
  }
}

template <class Real>
std::size_t expect_numbers(const Activation& phi, double largest, bool finite) {
  const std::vector<Real> z = inputs_up_to<Real>(std::min(largest, double(std::numeric_limits<Real>::max())));
  expect_numbers(phi, "phi", z, values_of(phi, z), finite);
  expect_numbers(phi, "phi'", z, derivatives_of(phi, z), finite);
  return z.size();
}

}  // namespace

void expect_no_nan(const Activation& phi, double largest) {
  expect_numbers<float>(phi, largest, false);
  expect_numbers<double>(phi, largest, false);
}

std::string check_numbers(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  const double largest = std::numeric_limits<double>::max();
  const std::size_t inputs = expect_numbers<float>(*phi, largest, true) + expect_numbers<double>(*phi, largest, true);
  return fmt::format("No NaN at {} finite inputs, nothing infinite for |z| <= {:g}.", inputs, moderate);
}

}  // namespace initlab
