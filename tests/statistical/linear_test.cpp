// Linear networks: M_l / M_{l-1} = chi^2_n / n for Gaussian weights of variance 1/n, and exactly 1 for orthogonal ones.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/function_activation.hpp"
#include "statistical/ensemble.hpp"

namespace initlab {
namespace {

using namespace testing;

constexpr std::size_t n = 50, depth = 5;
const FunctionActivation identity("identity", [](auto z) { return z; });

Ensemble::Settings linear(std::size_t width, Twin twin = Twin::none) {
  return {std::vector<std::size_t>(depth + 1, width),
          [](const Layer& l) { return gaussian(1.0 / std::sqrt(l.fan_in)); },
          identity,
          30'000,
          3,
          twin};
}
const Ensemble& ensemble() {
  static const Ensemble of = Ensemble::run<float>(linear(n));
  return of;
}
const Ensemble& wider() {
  static const Ensemble of = Ensemble::run<float>(linear(n, Twin::wider));
  return of;
}
const Ensemble& narrower() {
  static const Ensemble of = Ensemble::run<float>(linear(40));
  return of;
}

TEST(LinearNetwork, keeps_the_mean_squared_length_and_spreads_it_by_1_plus_2_over_n_a_layer) {
  double ratio = 1;
  for (std::size_t l = 1; l <= depth; ++l) {
    ratio *= 1.0 + 2.0 / n;
    EXPECT_LT(z_of_mean(ensemble().length(l), 1.0), five_sigma) << "layer " << l;
    EXPECT_LT(z_of_ratio(squares_of(ensemble().length(l)), ensemble().length(l), ratio), five_sigma) << "layer " << l;
    EXPECT_GT(z_of_mean(wider().length(l), 1.0), five_sigma) << "layer " << l;
    EXPECT_GT(z_of_ratio(squares_of(narrower().length(l)), narrower().length(l), ratio), five_sigma) << "layer " << l;
  }
}

TEST(LinearNetwork, kurtosis_of_the_ensemble_is_3_times_1_plus_2_over_n_to_the_layers_below) {
  double kurtosis = 3;
  for (std::size_t l = 1; l <= depth; ++l) {
    const auto z = [&](const Ensemble& of) {
      return z_of_ratio(of.at("preactivation.fourth_moment", l), of.at("preactivation.second_moment", l), kurtosis);
    };
    EXPECT_LT(z(ensemble()), five_sigma) << "layer " << l;
    if (l == depth) {
      EXPECT_GT(z(narrower()), five_sigma);
    }
    kurtosis *= 1.0 + 2.0 / n;
  }
}

// ln(chi^2_n / n) has mean psi(n/2) + ln(2/n) and variance psi'(n/2); for even n both are sums.
TEST(LinearNetwork, logarithm_of_the_length_has_the_moments_of_a_chi_squares) {
  double mean = -std::numbers::egamma + std::log(2.0 / n);
  double variance = std::numbers::pi * std::numbers::pi / 6.0;
  for (std::size_t k = 1; k < n / 2; ++k) {
    mean += 1.0 / double(k);
    variance -= 1.0 / double(k * k);
  }
  for (std::size_t l = 1; l <= depth; ++l) {
    EXPECT_LT(z_of_mean(ensemble().log_growth(l), mean), five_sigma) << "layer " << l;
    EXPECT_LT(z_of_variance(ensemble().log_growth(l), variance), five_sigma) << "layer " << l;
    EXPECT_GT(z_of_mean(wider().log_growth(l), mean), five_sigma) << "layer " << l;
    EXPECT_GT(z_of_variance(narrower().log_growth(l), variance), five_sigma) << "layer " << l;
  }
}

TEST(LinearNetwork, gradients_keep_their_mean_square) {
  auto settings = linear(n);
  settings.trials /= 3;
  settings.backward = true;
  const auto right = Ensemble::run<double>(settings);
  settings.twin = Twin::wider;
  const auto twin = Ensemble::run<double>(settings);
  for (std::size_t l = 1; l <= depth; ++l)
    EXPECT_LT(z_of_mean(right.at("gradient.preactivation", l), 1.0), five_sigma) << "layer " << l;
  for (std::size_t l = 1; l < depth; ++l)
    EXPECT_GT(z_of_mean(twin.at("gradient.preactivation", l), 1.0), five_sigma) << "layer " << l;
}

/// The largest distance of |x_l|^2 / |x_0|^2 (it is n_l M_l / n_0) from 1.
template <class Real>
double worst_change_of_length(double gain) {
  const std::vector<std::size_t> widths{40, 40, 55, 55, 55, 70, 70, 130, 130, 130};
  const auto of = Ensemble::run<Real>({widths, [=](const Layer&) { return orthogonal(gain); }, identity, 50, 4});
  double worst = 0;
  for (std::size_t l = 1; l < widths.size(); ++l)
    for (const double length : of.length(l))
      worst = std::max(worst, std::abs(length * double(widths[l]) / double(widths[0]) - 1.0));
  return worst;
}

TEST(LinearNetwork, of_orthogonal_matrices_that_never_narrow_preserves_lengths_to_rounding) {
  // 505 reflections in nine layers; one rounds the length by a unit of the last place or less.
  EXPECT_LT(worst_change_of_length<float>(1.0), 505 * std::numeric_limits<float>::epsilon());
  EXPECT_LT(worst_change_of_length<double>(1.0), 505 * std::numeric_limits<double>::epsilon());
  // Broken twin: a gain that is off in the fourth digit, nine times.
  EXPECT_GT(worst_change_of_length<float>(1.0001), 505 * std::numeric_limits<float>::epsilon());
}

}  // namespace
}  // namespace initlab
