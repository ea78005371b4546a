#include "experiment/prediction.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "experiment/width_product.hpp"
#include "linear/batch.hpp"
#include "results/known_quantities.hpp"
#include "results/verdict.hpp"
#include "theory/finite_width.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

std::string text_of(const std::string& network, const std::string& rest = "", std::uint64_t trials = 10) {
  return "trials = " + std::to_string(trials) + "\n[network]\n" + network + "\n" + rest;
}

const std::string sphere = "[input]\ndistribution = 'sphere'\n";
const std::string gradients = "[measure]\nobservables = ['forward', 'gradient']\n";

/// The prediction of one quantity of the experiment's first point.
Prediction prediction_of(const std::string& text, std::size_t layer, std::string_view name) {
  const Plan plan = plan_of(text);
  const RunResult frame = frame_of(plan);
  return predict(plan).front().at(layer, find_quantity(frame, name).value());
}

std::string reason_of(const std::string& text) { return predict(plan_of(text)).front().reason; }

// ---- plain networks

const std::string narrow_relu = "depth = 20\nwidth = 20\nactivation = 'relu'\ninitializer = 'he_normal'";

// Hanin & Rolnick 2018: E M = 1, E[M^2]/E[M]^2 = (1 + 5/n)^L.
TEST(PlainPrediction, of_relu_with_he_weights_is_the_exact_product) {
  const Prediction m = prediction_of(text_of(narrow_relu, sphere), 20, "activation.second_moment");
  EXPECT_NEAR(m.finite_width, 1.0, 1e-12);
  EXPECT_NEAR(m.square_ratio, std::pow(1.25, 20), 1e-9);
  EXPECT_NEAR(m.relative_spread(), std::sqrt(std::pow(1.25, 20) - 1), 1e-9);
}

// Mean and variance of the logarithm of one layer's factor, computed with 50 digits.
TEST(WidthProduct, has_the_logarithms_of_a_relu_layer) {
  const struct {
    std::size_t n;
    double mean, variance;
  } known[] = {{50, -.05173878, .10816813},
               {100, -.02542089, .05193999},
               {256, -.00982866, .01981871},
               {1024, -.00244531, .00490053}};
  for (const auto& [n, mean, variance] : known) {
    const WidthProduct factor = layer_factor({1.0, 0.0}, n);
    EXPECT_NEAR(factor.log_mean, mean, 1e-8);
    EXPECT_NEAR(factor.log_variance, variance, 1e-8);
    EXPECT_NEAR(factor.log_ratio, std::log1p(5.0 / static_cast<double>(n)), 1e-15);
  }
}

TEST(PlainPrediction, counts_a_gaussian_input_as_one_more_factor) {
  const Prediction m = prediction_of(text_of(narrow_relu), 20, "activation.second_moment");
  EXPECT_NEAR(m.square_ratio, std::pow(1.25, 20) * 1.1, 1e-9);
}

TEST(PlainPrediction, of_tanh_agrees_with_the_corrections_of_theory) {
  const Plan plan = plan_of(
      text_of("depth = 8\nwidth = 30\nactivation = 'tanh'\ninitializer = 'normal'",
              sphere + "[sweep]\n'network.initializer' = [{ plugin = 'normal', std = 0.3, bias_std = 0.4 }]\n"));
  const Moments phi(*plan.points.front().activation);
  const std::vector<LayerVariances> layers(8, {30 * 0.09, 0.16});
  const auto signal = plain_recursion(phi, layers, {1.0, 0.0});
  const auto corrections = width_corrections(phi, layers, signal, std::vector<std::size_t>(8, 30));
  const RunResult frame = frame_of(plan);
  const std::size_t q = find_quantity(frame, "preactivation.second_moment").value();
  for (std::size_t l = 1; l <= 8; ++l) {
    const Prediction p = predict(plan).front().at(l, q);
    EXPECT_NEAR(p.infinite_width, signal[l - 1].q(), 1e-12);
    EXPECT_NEAR(p.finite_width, signal[l - 1].q() + corrections[l - 1].mean_shift, 1e-10);
    const double of_sample = 2 * signal[l - 1].q() * signal[l - 1].q() / 30;
    EXPECT_NEAR(p.standard_deviation, std::sqrt(corrections[l - 1].variance + of_sample), 1e-10);
  }
}

// Bengio & Glorot's decay of tanh with Xavier weights: the variance of activations at layers 1, 2 and 10.
TEST(PlainPrediction, of_tanh_with_xavier_weights) {
  const std::string text =
      text_of("depth = 10\nwidth = 100\nactivation = 'tanh'\ninitializer = 'xavier_normal'", sphere);
  EXPECT_NEAR(prediction_of(text, 1, "activation.second_moment").infinite_width, .39429, 5e-6);
  EXPECT_NEAR(prediction_of(text, 2, "activation.second_moment").infinite_width, .23645, 5e-6);
  EXPECT_NEAR(prediction_of(text, 10, "activation.second_moment").infinite_width, .05220, 5e-6);
}

TEST(PlainPrediction, reads_variances_off_laws_of_any_family) {
  const auto q1 = [](const std::string& initializer) {
    return prediction_of(
               text_of("depth = 1\nwidth = 50\ninput_width = 20\nactivation = 'tanh'\ninitializer = " + initializer,
                       sphere),
               1, "preactivation.second_moment")
        .infinite_width;
  };
  EXPECT_NEAR(q1("{ plugin = 'normal', std = 0.3 }"), 20 * 0.09, 1e-12);
  EXPECT_NEAR(q1("{ plugin = 'uniform', bound = 0.3 }"), 20 * 0.03, 1e-12);
  EXPECT_NEAR(q1("{ plugin = 'orthogonal', gain = 3.0 }"), 20 * 9.0 / 50, 1e-12);
  EXPECT_EQ(q1("{ plugin = 'constant', value = 0.0 }"), 0.0);
}

TEST(PlainPrediction, says_why_there_is_none) {
  EXPECT_THAT(reason_of(text_of(
                  "depth = 1\nwidth = 5\nactivation = 'tanh'\ninitializer = { plugin = 'constant', value = 1.0 }")),
              testing::HasSubstr("all the same number"));
}

// ---- residual networks: Yang & Schoenholz 2017; log chi_0 / chi_L at L = 10 and 50, p_10 and p_50, computed
// independently.

TEST(ResidualPrediction, of_a_full_tanh_network) {
  const std::string text = text_of(
      "architecture = 'residual-full'\ndepth = 50\nwidth = 400\nactivation = 'tanh'\n"
      "initializer = { plugin = 'normal', std = 0.05 }",
      sphere + gradients);
  EXPECT_NEAR(prediction_of(text, 10, "activation.second_moment").infinite_width, 6.77680, 5e-6);
  EXPECT_NEAR(prediction_of(text, 50, "activation.second_moment").infinite_width, 39.59353, 5e-6);
  EXPECT_NEAR(std::log(prediction_of(text, 0, "gradient.activation").infinite_width), 7.21610, 5e-6);
}

TEST(ResidualPrediction, of_a_full_relu_network_is_exact_for_lengths) {
  const std::string text = text_of(
      "architecture = 'residual-full'\ndepth = 50\nwidth = 100\nactivation = 'relu'\n"
      "initializer = { plugin = 'normal', std = 0.1 }",
      sphere + gradients);
  const Prediction p = prediction_of(text, 50, "activation.second_moment");
  EXPECT_NEAR(p.finite_width / std::pow(1.5, 50), 1.0, 1e-9);
  EXPECT_NEAR(std::log(prediction_of(text, 0, "gradient.activation").infinite_width), 20.273255, 1e-6);
}

TEST(ResidualPrediction, knows_several_inputs) {
  const std::string text = text_of(
      "architecture = 'residual-reduced'\ndepth = 3\nwidth = 40\nactivation = 'tanh'\n"
      "initializer = { plugin = 'normal', std = 0.1 }",
      "[input]\ndistribution = 'sphere'\ncount = 2\ncorrelation = 0.25\n"
      "[measure]\nobservables = ['forward', 'correlation']\n");
  EXPECT_NEAR(prediction_of(text, 0, "activation.covariance").infinite_width, 0.25, 1e-15);
  EXPECT_NEAR(prediction_of(text, 1, "preactivation.covariance").infinite_width, 40 * 0.01 * 0.25, 1e-15);
  EXPECT_NEAR(prediction_of(text, 1, "preactivation.decorrelation").infinite_width, 0.75, 1e-15);
  const double p = prediction_of(text, 3, "activation.second_moment").infinite_width;
  const double gamma = prediction_of(text, 3, "activation.covariance").infinite_width;
  EXPECT_NEAR(prediction_of(text, 3, "activation.metric_expressivity").infinite_width, p - gamma, 1e-12);
  EXPECT_NEAR(prediction_of(text, 3, "activation.angular_expressivity").infinite_width, gamma / p, 1e-12);
}

TEST(Predictions, are_a_tidy_table) {
  const Plan plan = plan_of(text_of("depth = 1\nwidth = 8\nactivation = 'relu'\ninitializer = 'he_normal'",
                                    sphere + "[sweep]\n'network.width' = [8, 16]\n"));
  const std::string table = prediction_csv(frame_of(plan), predict(plan));
  EXPECT_TRUE(
      table.starts_with("network.width,layer,observable,infinite_width,finite_width,relative_spread\n"
                        "8,0,activation.second_moment,1,1,0\n"))
      << table;
  EXPECT_THAT(table, testing::HasSubstr("\n16,1,activation.second_moment,"));
}

// Where torch's default has let the signal die, q is 1/2500 and 5/6 of it uniform bias, of fourth cumulant -1.2
// (5q/6)^2. E relu(h) of a normal h is sqrt(q / 2 pi) = 0.0079788; the cumulant adds 1.2 (5/6)^2 / 24 of it. With all
// cumulants it is 0.0084334 (Simpson's rule): within the allowance.
TEST(PlainPrediction, counts_the_fourth_cumulant_of_uniform_biases) {
  const std::string text = text_of("depth = 10\nwidth = 1000\nactivation = 'relu'\ninitializer = 'torch_default'");
  const Prediction mean = prediction_of(text, 10, "activation.mean");
  EXPECT_NEAR(mean.infinite_width, 0.0079788, 2e-6);
  EXPECT_NEAR(mean.finite_width / mean.infinite_width, 1.0 + 1.2 * 25 / 36 / 24, 1e-4);
  EXPECT_LT(std::abs(mean.finite_width - 0.0084334), mean.allowance);
  EXPECT_LT(mean.allowance, 0.2 * mean.finite_width);
}

// The lengths of two inputs differ by order 1/n, also where their directions have met.
TEST(PlainPrediction, allows_for_lengths_that_differ_in_the_distance_of_two_inputs) {
  const auto allowance = [](std::size_t width) {
    const std::string pair = "[input]\ncount = 2\ncorrelation = 0.6\n[measure]\nobservables = ['correlation']\n";
    return prediction_of(text_of("depth = 40\nwidth = " + std::to_string(width) +
                                     "\nactivation = 'relu'\ninitializer = 'he_normal'",
                                 pair),
                         40, "activation.metric_expressivity")
        .allowance;
  };
  EXPECT_GT(allowance(1000), 5.0 * 40 / 1000 / 4);
  EXPECT_NEAR(allowance(1000) / allowance(10000), 10.0, 2.0);
}

// ---- verdicts of whole runs

Assessment assessment_of(const std::string& text, std::uint64_t seed, const std::function<void(Plan&)>& change = {}) {
  Plan plan = plan_of("seed = " + std::to_string(seed) + "\n" + text);
  const std::vector<PointPrediction> predictions = predict(plan);
  if (change) change(plan);
  return assess(run(plan, *make_backend(BackendKind::serial, 1), nullptr), predictions);
}

const std::string small_relu =
    text_of("depth = 4\nwidth = 30\nactivation = 'relu'\ninitializer = 'he_normal'", sphere + gradients, 200);
const std::string small_tanh = text_of(
    "depth = 4\nwidth = 30\nactivation = 'tanh'\ninitializer = { plugin = 'normal', std = 0.2, bias_std = 0.2 }",
    "[measure]\nobservables = ['forward', 'gradient']\n", 200);

// At a rate of 1e-3 or less, more than 4 of 400 runs with a FAIL have probability 6e-5 (Poisson, mean 0.4).
TEST(Verdicts, raise_false_alarms_as_rarely_as_stated) {
  for (const std::string& text : {small_relu, small_tanh}) {
    int alarms = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) alarms += assessment_of(text, seed).count(Verdict::fail) > 0;
    EXPECT_LE(alarms, 4) << text;
  }
}

/// Draws from laws other than those that were stated, as a faulty engine would.
void scale_weights(Plan& plan, double factor) {
  for (BlockSpec& block : plan.points.front().blocks) block.matrices.front().weights.scale *= factor;
}

const std::string twin =
    text_of("depth = 10\nwidth = 100\nactivation = 'relu'\ninitializer = 'he_normal'", sphere + gradients, 100);

TEST(Verdicts, pass_a_correct_network) { EXPECT_EQ(assessment_of(twin, 1).count(Verdict::fail), 0u); }

TEST(Verdicts, catch_three_percent_too_much_standard_deviation) {
  EXPECT_GT(assessment_of(twin, 1, [](Plan& plan) { scale_weights(plan, 1.03); }).count(Verdict::fail), 0u);
}

TEST(Verdicts, catch_a_wrong_fan) {
  const std::string text =
      text_of("width = [50, 100, 50]\nactivation = 'relu'\ninitializer = 'he_normal'", sphere, 100);
  EXPECT_GT(assessment_of(text, 1,
                          [](Plan& plan) {
                            for (BlockSpec& block : plan.points.front().blocks) {
                              LayerSpec& matrix = block.matrices.front();
                              matrix.weights.scale = std::sqrt(2.0 / matrix.layer.fan_out);
                            }
                          })
                .count(Verdict::fail),
            0u);
}

TEST(Verdicts, catch_a_seed_that_is_reused_between_layers) {
  const std::string text =
      text_of("depth = 6\nwidth = 20\nactivation = 'relu'\ninitializer = 'he_normal'", sphere + gradients, 4000);
  EXPECT_EQ(assessment_of(text, 1).count(Verdict::fail), 0u);
  EXPECT_GT(assessment_of(text, 1,
                          [](Plan& plan) {
                            for (BlockSpec& block : plan.points.front().blocks) block.matrices.front().stream = 1;
                          })
                .count(Verdict::fail),
            0u);
}

TEST(Verdicts, catch_a_forgotten_depth_factor) {
  const std::string text = text_of(
      "architecture = 'residual-full'\ndepth = 10\nwidth = 100\nactivation = 'relu'\n"
      "initializer = 'depth_scaled'",
      sphere, 100);
  EXPECT_EQ(assessment_of(text, 1).count(Verdict::fail), 0u);
  EXPECT_GT(assessment_of(text, 1,
                          [](Plan& plan) {
                            for (BlockSpec& block : plan.points.front().blocks)
                              for (LayerSpec& matrix : block.matrices) matrix.weights.scale *= std::sqrt(10.0);
                          })
                .count(Verdict::fail),
            0u);
}

}  // namespace
}  // namespace initlab::test
