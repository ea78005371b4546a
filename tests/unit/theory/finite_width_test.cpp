#include "theory/finite_width.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "theory/gaussian_expectation.hpp"
#include "unit/theory/activations.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

// Hanin & Rolnick 2018: E[M^2] / E[M]^2 = prod (1 + 5/n).
TEST(FiniteWidth, of_relu_multiplies_one_plus_five_over_the_width) {
  const Moments phi(activations()["relu"]);
  const std::vector<std::size_t> widths(20, 20);
  EXPECT_NEAR(std::exp(log_square_length_ratio(phi, widths)), 86.7, 0.05);
  EXPECT_NEAR(log_square_length_ratio(phi, widths), 20.0 * std::log(1.25), 1e-13);
}

TEST(FiniteWidth, of_linear_networks_multiplies_one_plus_two_over_the_width) {
  const Moments phi(activations()["identity"]);
  EXPECT_NEAR(log_square_length_ratio(phi, std::vector<std::size_t>{10, 30}), std::log(1.2 * (1.0 + 2.0 / 30.0)),
              1e-14);
}

TEST(FiniteWidth, of_relu_to_first_order_is_the_product_to_first_order) {
  const Moments phi(activations()["relu"]);
  const std::vector<LayerVariances> layers(5, {2.0, 0.0});
  const std::vector<std::size_t> widths = {100, 50, 200, 400, 1};
  const auto signal = plain_recursion(phi, layers, {});
  const auto corrections = width_corrections(phi, layers, signal, widths);
  double sum = 0.0;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    EXPECT_NEAR(corrections[l].variance / (signal[l].q() * signal[l].q()), 5.0 * sum, 1e-13);
    EXPECT_EQ(corrections[l].mean_shift, 0.0);
    sum += 1.0 / static_cast<double>(widths[l]);
  }
}

// For sin, V and E[sin^4] are sums of exp(-a K), and E[exp(-a K_2)] is the n-th power of a one-dimensional expectation:
// the mean and the variance of K_3 are known exactly at every width.
struct ThirdLayer {
  double mean;
  double variance;
};

constexpr LayerVariances sin_layer = {1.4, 0.1};
constexpr double sin_q1 = 0.8;

ThirdLayer exact_third_layer(double n) {
  const auto laplace = [n](double a) {
    const BatchFunction f = [&](std::span<const double> z, std::span<double> out) {
      for (std::size_t i = 0; i < z.size(); ++i) {
        const double x = std::sin(std::sqrt(sin_q1) * z[i]);
        out[i] = std::expm1(-a * sin_layer.weight / n * x * x);
      }
    };
    return std::exp(-a * sin_layer.bias + n * std::log1p(gaussian_expectation(f)));
  };
  const double e2 = laplace(2.0);
  const double e4 = laplace(4.0);
  const double e8 = laplace(8.0);
  const double w = sin_layer.weight;
  const double spread = (3.0 - 4.0 * e2 + e8) / 8.0 - (1.0 - 2.0 * e2 + e4) / 4.0;
  return {w * 0.5 * (1.0 - e2) + sin_layer.bias, w * w * (spread / n + 0.25 * (e4 - e2 * e2))};
}

TEST(FiniteWidth, first_order_leaves_an_error_of_second_order) {
  const Moments phi(activations()["sin"]);
  const std::vector<LayerVariances> layers(3, sin_layer);
  const auto signal = plain_recursion(phi, layers, {.mean_square = (sin_q1 - sin_layer.bias) / sin_layer.weight});
  ASSERT_NEAR(signal[0].q(), sin_q1, 1e-14);
  double mean_error[2];
  double variance_error[2];
  for (int i = 0; i < 2; ++i) {
    const std::size_t n = i == 0 ? 400 : 800;
    const WidthCorrection third = width_corrections(phi, layers, signal, std::vector<std::size_t>(3, n))[2];
    const ThirdLayer exact = exact_third_layer(static_cast<double>(n));
    EXPECT_NEAR(third.mean_shift / (exact.mean - signal[2].q()), 1.0, 0.01);
    EXPECT_NEAR(third.variance / exact.variance, 1.0, 0.01);
    mean_error[i] = signal[2].q() + third.mean_shift - exact.mean;
    variance_error[i] = third.variance - exact.variance;
  }
  EXPECT_NEAR(mean_error[0] / mean_error[1], 4.0, 0.05);
  EXPECT_NEAR(variance_error[0] / variance_error[1], 4.0, 0.05);
}

TEST(FiniteWidth, rejects_what_does_not_fit) {
  const Moments tanh(activations()["tanh"]);
  EXPECT_THROW(log_square_length_ratio(tanh, std::vector<std::size_t>{10}), DomainError);
  const Moments relu(activations()["relu"]);
  EXPECT_THROW(log_square_length_ratio(relu, std::vector<std::size_t>{10, 0}), DomainError);
  const std::vector<LayerVariances> layers(2, {1.0, 0.0});
  const auto signal = plain_recursion(tanh, layers, {});
  EXPECT_THROW(width_corrections(tanh, layers, signal, std::vector<std::size_t>{10}), DomainError);
}

}  // namespace
}  // namespace initlab
