#include <gmock/gmock.h>

#include <cmath>
#include <functional>

#include "experiment/prediction.hpp"
#include "results/known_quantities.hpp"
#include "results/verdict.hpp"
#include "theory/residual_width.hpp"
#include "unit/experiment/number_bytes.hpp"
#include "unit/experiment/scratch_folder.hpp"
#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

/// An experiment with 60 networks of these lines of [network], on inputs of mean square 1.
std::string text_of(const std::string& network, const std::string& input = "distribution = 'sphere'") {
  return "trials = 60\n[network]\n" + network + "\n[input]\n" + input +
         "\n[measure]\nobservables = ['forward', 'gradient'" +
         (input.find("count") == std::string::npos ? "" : ", 'correlation'") + "]\n";
}

Prediction prediction_of(const Plan& plan, std::size_t layer, std::string_view name) {
  return predict(plan).front().at(layer, find_quantity(frame_of(plan), name).value());
}

Prediction prediction_of(const std::string& text, std::size_t layer, std::string_view name) {
  return prediction_of(plan_of(text), layer, name);
}

// ---- what is predicted

const std::string fixup_paper = "architecture = 'residual-preact'\ndepth = 10\nwidth = 64\nactivation = 'relu'\n";

// Zhang, Dauphin & Ma 2019, see experiments/papers/fixup-2019.
TEST(ResidualPrediction, of_he_before_its_matrices_doubles_in_every_block) {
  const std::string text = text_of(fixup_paper + "initializer = 'he_normal'");
  EXPECT_NEAR(prediction_of(text, 10, "activation.second_moment").infinite_width, 1024.0, 1e-9);
  EXPECT_NEAR(prediction_of(text, 0, "gradient.activation").infinite_width, 1024.0, 1e-9);
  EXPECT_NEAR(prediction_of(text, 5, "gradient.weight_2").infinite_width, 64 * 64 * 256.0, 1e-6);
}

TEST(ResidualPrediction, of_fixup_is_its_skip_path_exactly) {
  const std::string text = text_of(fixup_paper + "initializer = 'fixup'");
  for (const std::size_t l : {0u, 5u, 10u}) {
    EXPECT_EQ(prediction_of(text, l, "activation.second_moment").finite_width, 1.0);
    EXPECT_EQ(prediction_of(text, l, "gradient.activation").finite_width, 1.0);
    EXPECT_LE(prediction_of(text, l, "gradient.activation").allowance, 1e-5);
  }
  EXPECT_NEAR(prediction_of(text, 5, "gradient.weight_2").infinite_width, 204.8, 1e-9);
  EXPECT_EQ(prediction_of(text, 5, "gradient.weight").infinite_width, 0.0);
}

// phi sees the number 2 in the first block: W phi(2), four times as long as with normal units of that length.
TEST(ResidualPrediction, knows_that_phi_sees_a_constant_input) {
  const std::string text = text_of(
      "architecture = 'residual-preact'\nbranch_layers = 1\ndepth = 2\nwidth = 50\nactivation = 'relu'\n"
      "initializer = 'lecun_normal'",
      "distribution = 'constant'\nvalue = 2.0");
  EXPECT_NEAR(prediction_of(text, 1, "activation.second_moment").infinite_width, 8.0, 1e-12);
  EXPECT_NEAR(prediction_of(text, 1, "preactivation.variance").infinite_width, 0.0, 1e-12);
  EXPECT_EQ(prediction_of(text, 2, "preactivation.mean").infinite_width, 2.0);
  // x_1 = 2 + N(0, 4), which is negative with probability Phi(-1) = .15865525.
  const double kept = 8.0 * 0.84134475 + 4.0 * 0.24197072;
  EXPECT_NEAR(prediction_of(text, 2, "activation.second_moment").infinite_width, 8.0 + kept, 1e-6);
}

TEST(ResidualPrediction, knows_that_phi_sees_the_row_of_a_file) {
  const ScratchFolder folder;
  folder.file("row.npy", npy_of({-1.0, 0.0, 0.0, 3.0}, "(1, 4)").bytes());
  const Plan plan =
      plan_of(text_of("architecture = 'residual-preact'\nbranch_layers = 1\ndepth = 1\nwidth = 4\nactivation = 'relu'\n"
                      "initializer = 'lecun_normal'",
                      "distribution = 'file'\npath = 'row.npy'"),
              folder.path());
  EXPECT_NEAR(prediction_of(plan, 1, "activation.second_moment").infinite_width, 10.0 / 4 + 9.0 / 4, 1e-12);
  EXPECT_NEAR(prediction_of(plan, 0, "gradient.activation").infinite_width, 1.0 + 0.25, 1e-12);
}

TEST(ResidualPrediction, has_the_first_order_of_full_and_reduced_networks) {
  for (const char* kind : {"residual-full", "residual-reduced"}) {
    const Plan plan = plan_of(text_of("architecture = '" + std::string(kind) +
                                      "'\ndepth = 5\nwidth = 80\nactivation = 'gelu'\n"
                                      "initializer = { plugin = 'normal', std = 0.1, bias_std = 0.2 }"));
    const LayerVariances law{80 * 0.01, 0.04};
    const std::vector<ResidualBlock> blocks(
        5, std::string(kind) == "residual-full" ? full_block(law, law) : reduced_block(law));
    const Moments phi(*plan.points.front().activation);
    const auto states = residual_recursion(phi, blocks, {});
    const auto spreads = residual_spread(phi, blocks, states, plan.points.front().widths, {.mean_variance = 1.0 / 80});
    const Prediction x = prediction_of(plan, 5, "activation.second_moment");
    EXPECT_NEAR(x.finite_width, states[5].p + spreads[5].length_shift, 1e-12);
    EXPECT_NEAR(x.standard_deviation, std::sqrt(spreads[5].length_variance), 1e-12);
    EXPECT_NEAR(x.relative_allowance, 2 * (5.0 / 80) * (5.0 / 80), 1e-12);
    const Prediction h = prediction_of(plan, 5, "preactivation.second_moment");
    EXPECT_NEAR(h.finite_width, states[5].q + 0.8 * spreads[4].length_shift, 1e-12);
    const Prediction mean = prediction_of(plan, 5, "activation.mean");
    EXPECT_NEAR(mean.finite_width, states[5].mean + spreads[5].mean_shift, 1e-12);
    EXPECT_NEAR(mean.standard_deviation, std::sqrt(spreads[5].mean_variance), 1e-12);
  }
}

// With sigma_v^2 = sigma_w^2 = 2 a block has E P' = 3 P and E P'^2 = (5 + 8/n + 4 (1 + 5/n)(1 + 2/n)) P^2.
TEST(ResidualPrediction, has_the_exact_law_of_full_relu_networks) {
  const std::string text = text_of(
      "architecture = 'residual-full'\ndepth = 6\nwidth = 50\nactivation = 'relu'\n"
      "initializer = { plugin = 'normal', std = 0.2 }");
  const Prediction x = prediction_of(text, 6, "activation.second_moment");
  const double square = 5.0 + 8.0 / 50 + 4.0 * (1 + 5.0 / 50) * (1 + 2.0 / 50);
  EXPECT_NEAR(x.finite_width, 729.0, 1e-9);
  EXPECT_NEAR(x.square_ratio, std::pow(square / 9, 6), 1e-10);
  EXPECT_LE(x.allowance, 1.001e-5 * 729.0);
  // What does not vary but by rounding has no ratio to be tested.
  EXPECT_TRUE(std::isnan(prediction_of(text, 0, "activation.second_moment").square_ratio));
}

TEST(ResidualPrediction, counts_a_projection_as_the_last_matrix) {
  const std::string text = text_of(
      "architecture = 'residual-full'\nwidth = [40, 20]\ninput_width = 10\nactivation = 'identity'\n"
      "initializer = 'lecun_normal'");
  // Both ways through a block keep |x|^2 / n in the mean; |g|^2 / n gains n_l / n_(l-1) on each.
  EXPECT_NEAR(prediction_of(text, 2, "activation.second_moment").infinite_width, 4.0, 1e-13);
  EXPECT_NEAR(prediction_of(text, 0, "gradient.activation").infinite_width, 4.0 * 20 / 10, 1e-12);
  EXPECT_NEAR(prediction_of(text, 2, "gradient.weight_3").infinite_width, 20 * 40 * 2.0, 1e-10);
  EXPECT_NEAR(prediction_of(text, 2, "gradient.bias_3").infinite_width, 20.0, 1e-12);
}

TEST(ResidualPrediction, says_why_there_is_none) {
  const auto reason = [](const std::string& initializer) {
    return predict(plan_of(text_of("architecture = 'residual-preact'\ndepth = 2\nwidth = 8\nactivation = 'tanh'\n"
                                   "initializer = " +
                                   initializer)))
        .front()
        .reason;
  };
  EXPECT_EQ(reason("'depth_mup'"), "");
  EXPECT_THAT(reason("{ plugin = 'constant', value = 1.0 }"), testing::HasSubstr("all the same number"));
}

// ---- what is measured

Assessment assessment_of(const std::string& text, const std::function<void(BlockSpec&)>& change = {}) {
  Plan plan = plan_of(text);
  const std::vector<PointPrediction> predictions = predict(plan);
  if (change)
    for (BlockSpec& block : plan.points.front().blocks) change(block);
  return assess(run(plan, *make_backend(BackendKind::serial, 1), nullptr), predictions);
}

const std::vector<std::string> branch_rules = {"'fixup'",
                                               "{ plugin = 'skip_init', alpha = 0.3 }",
                                               "'rezero'",
                                               "{ plugin = 'rezero', alpha = 0.7 }",
                                               "{ plugin = 'gpt2', std = 0.08 }",
                                               "'depth_mup'",
                                               "'deepnorm'",
                                               "'t_fixup'",
                                               "'nf_resnet'",
                                               "{ plugin = 'variance_decay', sigma_a = 0.3, sigma_b = 0.2 }"};

std::vector<std::string> experiments_with(const std::string& rest) {
  std::vector<std::string> all;
  for (const char* architecture : {"residual-preact", "residual-full", "residual-reduced"})
    for (const char* activation : {"tanh", "relu"})
      for (const std::string& initializer : branch_rules)
        if (!(initializer == "'fixup'" && std::string(architecture) == "residual-reduced"))
          all.push_back("architecture = '" + std::string(architecture) + "'\nactivation = '" + activation +
                        "'\ninitializer = " + initializer + "\n" + rest);
  return all;
}

// Each has a FAIL with probability 1e-3 at most: more than two of 116 have one with probability 2e-4.
TEST(ResidualVerdicts, pass_the_rules_for_branches) {
  std::size_t alarms = 0, passes = 0;
  const auto count = [&](const std::string& text) {
    const Assessment assessment = assessment_of(text);
    alarms += assessment.count(Verdict::fail) > 0;
    passes += assessment.count(Verdict::pass) > 0;
    if (assessment.count(Verdict::fail) > 0) std::cout << "an alarm of\n" << text;
  };
  for (const std::string& network : experiments_with("depth = 3\nwidth = 64")) count(text_of(network));
  for (const std::string& network : experiments_with("width = [48, 96, 64]\ninput_width = 48"))
    count(text_of(network, "distribution = 'sphere'\ncount = 2\ncorrelation = 0.3"));
  EXPECT_LE(alarms, 2u);
  EXPECT_EQ(passes, 116u);
}

TEST(ResidualVerdicts, pass_inputs_that_are_not_normal) {
  std::size_t alarms = 0;
  for (const char* input : {"distribution = 'constant'\nvalue = 1.5", "distribution = 'gaussian'"})
    for (const std::string& network : experiments_with("depth = 3\nwidth = 64"))
      alarms += assessment_of(text_of(network, input)).count(Verdict::fail) > 0;
  EXPECT_LE(alarms, 2u);
}

const std::string wide = "\nwidth = [300, 200]\ninput_width = 300";

TEST(ResidualVerdicts, catch_a_multiplier_that_is_forgotten) {
  for (const char* architecture : {"residual-preact", "residual-full", "residual-reduced"}) {
    const std::string text = text_of("architecture = '" + std::string(architecture) +
                                     "'\nactivation = 'tanh'\ninitializer = 'depth_mup'" + wide);
    EXPECT_EQ(assessment_of(text).count(Verdict::fail), 0u) << architecture;
    EXPECT_GT(assessment_of(text, [](BlockSpec& block) { block.multipliers.branch = 1.0; }).count(Verdict::fail), 0u)
        << architecture;
  }
}

TEST(ResidualVerdicts, catch_a_projection_of_the_wrong_fan) {
  const std::string text =
      text_of("architecture = 'residual-preact'\nactivation = 'relu'\ninitializer = 'lecun_normal'" + wide);
  EXPECT_EQ(assessment_of(text).count(Verdict::fail), 0u);
  EXPECT_GT(assessment_of(text,
                          [](BlockSpec& block) {
                            if (block.projection)
                              block.projection->weights.scale = 1.0 / std::sqrt(block.projection->layer.fan_out);
                          })
                .count(Verdict::fail),
            0u);
}

// Two per cent of standard deviation in the branches: three per cent of length, ten times the first order's allowance.
TEST(ResidualVerdicts, catch_two_per_cent_that_infinite_width_would_allow) {
  const std::string text =
      "trials = 2000\n[network]\narchitecture = 'residual-full'\ndepth = 4\nwidth = 64\nactivation = 'tanh'\n"
      "initializer = { plugin = 'normal', std = 0.15 }\n[input]\ndistribution = 'sphere'\n";
  EXPECT_EQ(assessment_of(text).count(Verdict::fail), 0u);
  EXPECT_GT(
      assessment_of(text, [](BlockSpec& block) { block.matrices.back().weights.scale *= 1.02; }).count(Verdict::fail),
      0u);
}

}  // namespace
}  // namespace initlab::test
