// Uniform weights and ReLU: symmetric weights halve E h^2 exactly, at any width.
#include <gtest/gtest.h>

#include <cmath>

#include "core/function_activation.hpp"
#include "statistical/ensemble.hpp"

namespace initlab {
namespace {

using namespace testing;

constexpr std::size_t depth = 5;
const FunctionActivation relu("relu", [](auto z) { return z > 0 ? z : decltype(z)(0); }, {0.0});

Ensemble::Settings uniform_relu(double bound_times_root_fan_in, std::uint64_t seed, Twin twin = Twin::none) {
  return {std::vector<std::size_t>(depth + 1, 50),
          [=](const Layer& l) { return uniform(bound_times_root_fan_in / std::sqrt(l.fan_in)); },
          relu,
          10'000,
          seed,
          twin};
}

void expect_factor_per_layer(double bound_times_root_fan_in, double factor, std::uint64_t seed) {
  const auto ensemble = Ensemble::run<float>(uniform_relu(bound_times_root_fan_in, seed));
  const auto twin = Ensemble::run<float>(uniform_relu(bound_times_root_fan_in, seed, Twin::wider));
  double expected = 1;
  for (std::size_t l = 1; l <= depth; ++l) {
    expected *= factor;
    EXPECT_LT(z_of_mean(ensemble.length(l), expected), five_sigma) << "layer " << l;
    EXPECT_GT(z_of_mean(twin.length(l), expected), five_sigma) << "layer " << l;
  }
}

TEST(UniformRelu, he_uniform_keeps_the_mean_squared_length) { expect_factor_per_layer(std::sqrt(6.0), 1.0, 4); }

// LeCun: variance 1 / fan_in, made for activations that keep E x^2; ReLU halves it.
TEST(UniformRelu, lecun_uniform_halves_the_mean_squared_length) { expect_factor_per_layer(std::sqrt(3.0), 1.0 / 2, 5); }

// The default of torch.nn.Linear: bound 1 / sqrt(fan_in), variance 1 / (3 fan_in); its biases are left out here.
TEST(UniformRelu, torch_default_without_bias_divides_the_mean_squared_length_by_six) {
  expect_factor_per_layer(1.0, 1.0 / 6, 6);
}

// h = w_1 x_1 + w_2 x_2 with |x_1| = |x_2| has kurtosis 3 - 1.2 / 2 for uniform w and 3 for normal w. One ReLU layer of
// n units: E M^2 / (E M)^2 = 1 + (2 kurtosis - 1) / n.
TEST(UniformRelu, two_inputs_show_that_weights_are_uniform_and_not_normal) {
  auto settings = uniform_relu(std::sqrt(6.0), 7);
  settings.widths = {2, 20};
  settings.trials = 50'000;
  const auto uniforms = Ensemble::run<float>(settings);
  settings.law = [](const Layer& l) { return gaussian(std::sqrt(2.0 / l.fan_in)); };
  const auto normals = Ensemble::run<float>(settings);
  const auto z = [](const Ensemble& of, double kurtosis) {
    return z_of_ratio(squares_of(of.length(1)), of.length(1), 1.0 + (2.0 * kurtosis - 1.0) / 20.0);
  };
  EXPECT_LT(z(uniforms, 2.4), five_sigma);
  EXPECT_LT(z(normals, 3.0), five_sigma);
  EXPECT_GT(z(uniforms, 3.0), five_sigma);
  EXPECT_GT(z(normals, 2.4), five_sigma);
}

}  // namespace
}  // namespace initlab
