// What an initializer says beyond the law: multipliers of a block, multiplier and adjustment of a matrix.
#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

/// The last of the three weight matrices in the second of nine branches.
Layer last_of_a_branch() {
  Layer layer;
  layer.role = Layer::Role::branch_last;
  layer.index = 2;
  layer.depth = layer.blocks = 9;
  layer.fan_in = 4;
  layer.fan_out = 5;
  layer.branch_layers = layer.branch_position = 3;
  return layer;
}

TEST(Multipliers, of_a_block_and_the_layer_they_are_for_arrive) {
  initlab_theory theory{};
  theory.struct_size = sizeof theory;
  theory.mean = [](const void*, double q, double* out, initlab_error*) { return *out = q, initlab_status{INITLAB_OK}; };
  Layer layer = last_of_a_branch();
  layer.theory = Theory(&theory);
  EXPECT_EQ(initializer_from(good("scales_parts"))->multipliers(layer), (Multipliers{992.0, 433.0, -2.0}));
}

TEST(Multipliers, of_a_plugin_that_has_none_or_writes_none_are_one) {
  EXPECT_EQ(initializer_from(good("every_parameter"))->multipliers(last_of_a_branch()), (Multipliers{1.0, 1.0, 1.0}));
  EXPECT_EQ(initializer_from(bad("unknown_adjustment"))->multipliers(last_of_a_branch()), (Multipliers{1.0, 1.0, 1.0}));
}

TEST(Multipliers, of_a_matrix_and_its_adjustment_arrive_with_the_law) {
  const auto init = initializer_from(good("scales_parts"));
  Layer layer = last_of_a_branch();
  Law expected = gaussian(1.0);
  expected.multiplier = 0.25;
  expected.unit_variance = true;
  EXPECT_EQ(init->weights(layer), expected);
  layer.role = Layer::Role::branch_inner;
  expected.unit_variance = false;
  EXPECT_EQ(init->weights(layer), expected);
}

TEST(Multipliers, of_a_law_that_does_not_mention_them_leave_it_as_drawn) {
  const Law law = initializer_from(good("fills_itself"))->weights(last_of_a_branch());
  EXPECT_EQ(law.multiplier, 1.0);
  EXPECT_FALSE(law.unit_variance);
}

std::string answer_of_bad(const std::string& which, const std::string& what, const auto& ask) {
  const auto init = initializer_from(bad("bad_multipliers"), {{{"which", which}, {"what", what}}});
  return plugin_error([&] { ask(*init, last_of_a_branch()); });
}
const auto ask_block = [](const Initializer& init, const Layer& layer) { init.multipliers(layer); };
const auto ask_weights = [](const Initializer& init, const Layer& layer) { init.weights(layer); };
const auto ask_biases = [](const Initializer& init, const Layer& layer) { init.biases(layer); };

TEST(MultiplierMistakes, one_of_a_block_that_is_not_finite_is_refused) {
  for (const std::string which : {"skip", "branch", "branch_input"}) {
    EXPECT_EQ(answer_of_bad(which, "nan", ask_block),
              "initializer 'bad_multipliers' gave a multiplier of nan for block 2 of 9");
    EXPECT_EQ(answer_of_bad(which, "infinity", ask_block),
              "initializer 'bad_multipliers' gave a multiplier of -inf for block 2 of 9");
  }
  EXPECT_EQ(answer_of_bad("none", "nan", ask_block), "no exception");
}

TEST(MultiplierMistakes, one_of_a_law_that_is_not_finite_is_refused) {
  EXPECT_EQ(
      answer_of_bad("weights", "nan", ask_weights),
      "initializer 'bad_multipliers' gave a multiplier of nan for layer 3 of 3 in block 2 of 9 (fan_in 4, fan_out "
      "5)");
  EXPECT_EQ(answer_of_bad("biases", "infinity", ask_biases),
            "initializer 'bad_multipliers' gave a multiplier of -inf for the biases of layer 3 of 3 in block 2 of 9 "
            "(fan_in 4, fan_out 5)");
  EXPECT_EQ(answer_of_bad("biases", "nan", ask_weights), "no exception");
}

TEST(MultiplierMistakes, an_unknown_adjustment_is_refused) {
  const auto init = initializer_from(bad("unknown_adjustment"));
  Layer projection = last_of_a_branch();
  projection.role = Layer::Role::skip;
  projection.branch_position = 0;
  EXPECT_EQ(plugin_error([&] { init->weights(projection); }),
            "initializer 'unknown_adjustment' gave the unknown adjustment 2 for block 2 of 9 (fan_in 4, fan_out 5)");
  EXPECT_EQ(plugin_error([&] { init->biases(last_of_a_branch()); }),
            "initializer 'unknown_adjustment' gave the unknown adjustment 2 for the biases of layer 3 of 3 in block 2 "
            "of 9 "
            "(fan_in 4, fan_out 5)");
}

TEST(MultiplierMistakes, a_factor_of_biases_is_refused_as_none_would_apply_it) {
  EXPECT_EQ(answer_of_bad("biases", "half", ask_biases),
            "initializer 'bad_multipliers' gave a multiplier of 0.5 for the biases of layer 3 of 3 in block 2 of 9 "
            "(fan_in 4, fan_out 5) (biases are used as they are drawn). Put the factor into their law's standard "
            "deviation.");
  EXPECT_EQ(answer_of_bad("weights", "half", ask_weights), "no exception");
  EXPECT_EQ(answer_of_bad("biases_of_unit_variance", "half", ask_biases),
            "initializer 'bad_multipliers' wants the biases of layer 3 of 3 in block 2 of 9 (fan_in 4, fan_out 5) "
            "scaled to unit variance (weights can be, biases cannot). Ask for it in the weights' law.");
}

TEST(MultiplierMistakes, an_exception_of_the_plugin_is_reported) {
  EXPECT_EQ(answer_of_bad("all_refused", "nan", ask_block),
            "initializer 'bad_multipliers' failed: a branch needs two layers");
}

}  // namespace
}  // namespace initlab::test
