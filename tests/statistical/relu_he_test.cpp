// ReLU with He's Gaussian weights: M_l / M_{l-1} = (2/n) chi^2_K, K ~ Bin(n, 1/2), independent for every layer, exactly
// and at any width (Hanin & Rolnick 2018, Hanin & Nica 2020; mathematics.md, section 3).
#include <gtest/gtest.h>

#include <cmath>

#include "core/function_activation.hpp"
#include "statistical/ensemble.hpp"

namespace initlab {
namespace {

using namespace testing;

constexpr std::size_t n = 50, depth = 5;
constexpr std::uint32_t trials = 30'000;
const FunctionActivation relu("relu", [](auto z) { return z > 0 ? z : decltype(z)(0); }, {0.0});

Ensemble::Settings he(std::size_t width, Twin twin = Twin::none) {
  return {std::vector<std::size_t>(depth + 1, width),
          [](const Layer& l) { return gaussian(std::sqrt(2.0 / l.fan_in)); },
          relu,
          trials,
          1,
          twin};
}

// Made once for all tests of a process.
const Ensemble& floats() {
  static const Ensemble ensemble = Ensemble::run<float>(he(n));
  return ensemble;
}
const Ensemble& wider() {
  static const Ensemble ensemble = Ensemble::run<float>(he(n, Twin::wider));
  return ensemble;
}
const Ensemble& narrower() {  // the spread of everything is a quarter too large
  static const Ensemble ensemble = Ensemble::run<float>(he(40));
  return ensemble;
}

TEST(ReluHe, keeps_the_mean_squared_length_at_every_layer) {
  for (std::size_t l = 1; l <= depth; ++l) {
    EXPECT_LT(z_of_mean(floats().length(l), 1.0), five_sigma) << "layer " << l;
    EXPECT_GT(z_of_mean(wider().length(l), 1.0), five_sigma) << "layer " << l;
  }
}

TEST(ReluHe, keeps_it_in_double_and_for_uneven_widths) {
  auto settings = he(n);
  settings.widths = {30, 70, 20, 64};
  const auto doubles = Ensemble::run<double>(settings);
  double ratio = 1;
  for (std::size_t l = 1; l < settings.widths.size(); ++l) {
    ratio *= 1.0 + 5.0 / double(settings.widths[l]);
    EXPECT_LT(z_of_mean(doubles.length(l), 1.0), five_sigma) << "layer " << l;
    EXPECT_LT(z_of_ratio(squares_of(doubles.length(l)), doubles.length(l), ratio), five_sigma) << "layer " << l;
  }
}

TEST(ReluHe, second_moment_of_the_length_grows_by_1_plus_5_over_n_a_layer) {
  double ratio = 1;
  for (std::size_t l = 1; l <= depth; ++l) {
    ratio *= 1.0 + 5.0 / n;
    EXPECT_LT(z_of_ratio(squares_of(floats().length(l)), floats().length(l), ratio), five_sigma) << "layer " << l;
    EXPECT_GT(z_of_ratio(squares_of(narrower().length(l)), narrower().length(l), ratio), five_sigma) << "layer " << l;
  }
}

TEST(ReluHe, preactivations_of_the_ensemble_have_kurtosis_3_times_1_plus_5_over_n_to_the_layers_below) {
  double kurtosis = 3;
  for (std::size_t l = 1; l <= depth; ++l) {
    const auto z = [&](const Ensemble& of) {
      return z_of_ratio(of.at("preactivation.fourth_moment", l), of.at("preactivation.second_moment", l), kurtosis);
    };
    EXPECT_LT(z(floats()), five_sigma) << "layer " << l;
    if (l >= 3) {  // the first layer's is 3 for any width
      EXPECT_GT(z(narrower()), five_sigma) << "layer " << l;
    }
    kurtosis *= 1.0 + 5.0 / n;
  }
}

// E and Var of ln((2/n) chi^2_K): sums of digamma and trigamma over the binomial law of K > 0, n = 50.
constexpr double log_mean = -0.05173878, log_variance = 0.10816813;

TEST(ReluHe, logarithm_of_the_length_walks_with_independent_equal_steps) {
  for (std::size_t l = 1; l <= depth; ++l) {
    const auto step = floats().log_growth(l);
    EXPECT_LT(z_of_mean(step, log_mean), five_sigma) << "layer " << l;
    EXPECT_LT(z_of_variance(step, log_variance), five_sigma) << "layer " << l;
    for (std::size_t k = 1; k < l; ++k)
      EXPECT_LT(z_of_correlation(step, floats().log_growth(k)), five_sigma) << "layers " << l << " and " << k;

    EXPECT_GT(z_of_mean(wider().log_growth(l), log_mean), five_sigma) << "layer " << l;
    EXPECT_GT(z_of_variance(narrower().log_growth(l), log_variance), five_sigma) << "layer " << l;
  }
}

TEST(ReluHe, layers_that_share_their_weights_are_seen_by_their_correlation_and_spread) {
  const auto shared = Ensemble::run<float>(he(n, Twin::same_layers));
  EXPECT_GT(z_of_correlation(shared.log_growth(1), shared.log_growth(2)), five_sigma);
  EXPECT_GT(z_of_ratio(squares_of(shared.length(depth)), shared.length(depth), std::pow(1.0 + 5.0 / n, depth)),
            five_sigma);
}

// A gate is open with probability 1/2 whatever the squares of its weights are, as a row and its negative are equally
// likely; so E |dE/dh_{l-1}|^2 = n (2/n) (1/2) E |dE/dh_l|^2, and E (dE/dh_L)^2 = 1/2 for a standard normal dE/dx_L.
TEST(ReluHe, gradients_in_preactivations_keep_their_mean_square_of_one_half) {
  auto settings = he(n);
  settings.trials = trials / 3;
  settings.backward = true;
  const auto ensemble = Ensemble::run<float>(settings);
  settings.twin = Twin::wider;
  const auto twin = Ensemble::run<float>(settings);
  for (std::size_t l = 1; l <= depth; ++l)
    EXPECT_LT(z_of_mean(ensemble.at("gradient.preactivation", l), 0.5), five_sigma) << "layer " << l;
  for (std::size_t l = 1; l < depth; ++l)
    EXPECT_GT(z_of_mean(twin.at("gradient.preactivation", l), 0.5), five_sigma) << "layer " << l;
}

}  // namespace
}  // namespace initlab
