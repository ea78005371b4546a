#include "theory/shifted_moments.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/error.hpp"
#include "theory/gaussian_expectation.hpp"

namespace initlab {
namespace {

// Beyond 37.5 standard deviations a double is zero: gaussian_expectation does not look there.
constexpr double farthest = 37.0;

void check(const ShiftedGaussian& x) {
  if (std::isfinite(x.mean) && std::isfinite(x.variance) && x.variance >= 0.0) return;
  throw DomainError(
      fmt::format("a unit of mean {} and variance {} (both are finite, a variance is not negative). Use "
                  "smaller scales, or fewer layers.",
                  x.mean, x.variance));
}

using Batched = void (*)(const Activation&, std::span<const double> x, std::span<double> out);

void values(const Activation& phi, std::span<const double> x, std::span<double> out) { phi.value(x, out); }
void slopes(const Activation& phi, std::span<const double> x, std::span<double> out) { phi.derivative(x, out); }

double square_at(Batched f, const Moments& phi, double x) {
  double out = 0.0;
  f(phi.activation(), std::span(&x, 1), std::span(&out, 1));
  return out * out;
}

double mean_of_square(Batched f, const Moments& phi, const ShiftedGaussian& x) {
  const double deviation = std::sqrt(x.variance);
  // phi changes fastest near zero, like near a kink.
  IntegrandShape shape{.kinks = {}, .width = 1.0 / deviation};
  const auto split_at = [&](double place) {
    const double z = (place - x.mean) / deviation;
    if (std::abs(z) < farthest) shape.kinks.push_back(z);
  };
  split_at(0.0);
  for (const double kink : phi.kinks()) split_at(kink);
  std::vector<double> places;
  const BatchFunction square = [&](std::span<const double> z, std::span<double> out) {
    places.resize(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) places[i] = x.mean + deviation * z[i];
    f(phi.activation(), places, out);
    for (double& value : out) value *= value;
  };
  return gaussian_expectation(square, shape);
}

struct Sides {
  double right, left;  // probabilities of x > 0 and x < 0
  double density;      // r f(r)
};

Sides sides(const ShiftedGaussian& x) {
  const double r = x.mean / std::sqrt(x.variance);
  return {0.5 * std::erfc(-r / std::numbers::sqrt2), 0.5 * std::erfc(r / std::numbers::sqrt2),
          r * std::exp(-0.5 * r * r) * std::numbers::inv_sqrtpi / std::numbers::sqrt2};
}

}  // namespace

double second_moment(const Moments& phi, const ShiftedGaussian& x) {
  check(x);
  if (x.variance == 0.0) return square_at(values, phi, x.mean);
  if (!phi.slopes()) return mean_of_square(values, phi, x);
  const double a = phi.slopes()->right * phi.slopes()->right, b = phi.slopes()->left * phi.slopes()->left;
  const Sides of = sides(x);
  return (x.mean * x.mean + x.variance) * (a * of.right + b * of.left) + (a - b) * x.variance * of.density;
}

double derivative_second_moment(const Moments& phi, const ShiftedGaussian& x) {
  check(x);
  if (x.variance == 0.0) return square_at(slopes, phi, x.mean);
  if (!phi.slopes()) return mean_of_square(slopes, phi, x);
  const double a = phi.slopes()->right * phi.slopes()->right, b = phi.slopes()->left * phi.slopes()->left;
  const Sides of = sides(x);
  return a * of.right + b * of.left;
}

}  // namespace initlab
