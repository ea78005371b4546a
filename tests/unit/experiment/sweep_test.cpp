#include "experiment/sweep.hpp"

#include <gmock/gmock.h>

#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;

std::string swept(const std::string& axes) { return "trials = 2\n" + network + "[sweep]\n" + axes; }

std::vector<std::string> labels_of(const Plan& plan) {
  std::vector<std::string> labels;
  for (const Point& point : plan.points) labels.push_back(point.label);
  return labels;
}

TEST(Sweep, is_row_major_with_the_last_axis_fastest) {
  const Plan plan = plan_of(swept("'network.width' = [4, 2]\n'network.depth' = [3, 1, 2]\n"));
  EXPECT_THAT(labels_of(plan),
              ElementsAre("network.width = 4, network.depth = 3", "network.width = 4, network.depth = 1",
                          "network.width = 4, network.depth = 2", "network.width = 2, network.depth = 3",
                          "network.width = 2, network.depth = 1", "network.width = 2, network.depth = 2"));
  EXPECT_EQ(plan.points[1].widths, (std::vector<std::size_t>{4, 4}));
  EXPECT_EQ(plan.points[3].widths, (std::vector<std::size_t>{2, 2, 2, 2}));
  EXPECT_EQ(plan.max_depth, 3u);
}

TEST(Sweep, without_axes_is_one_point_without_a_label) {
  const Plan plan = plan_of("trials = 2\n" + network);
  EXPECT_TRUE(plan.axes.empty());
  EXPECT_THAT(labels_of(plan), ElementsAre(""));
}

TEST(Sweep, takes_plugins_with_parameters) {
  const Plan plan = plan_of(swept("'network.initializer' = ['he_normal', { plugin = 'normal', std = 0.5 }]\n"));
  EXPECT_THAT(labels_of(plan), ElementsAre("network.initializer = he_normal", "network.initializer = normal(std=0.5)"));
  EXPECT_TRUE(plan.axes[0].numbers.empty());
  EXPECT_EQ(plan.points[1].settings.network.initializer.id, "normal");
}

TEST(Sweep, of_numbers_has_numbers) {
  const Plan plan = plan_of(swept("'input.correlation' = [0, 0.5]\n"));
  EXPECT_THAT(plan.axes[0].numbers, ElementsAre(0.0, 0.5));
}

TEST(Sweep, takes_any_key_of_a_point) {
  for (const std::string axis :
       {"trials = [1, 2]", "seed = [1, 2]", "precision = ['float32', 'float64']", "'network.width' = [2, [3, 3, 3]]",
        "'network.activation' = ['relu', 'tanh']", "'network.input_width' = [1, 2]", "'input.count' = [1, 2]",
        "'input.distribution' = ['sphere', 'constant']", "input = [{count = 1}, {count = 2}]"})
    EXPECT_EQ(plan_of(swept(axis)).points.size(), 2u) << axis;
  EXPECT_EQ(
      plan_of("trials = 2\n[network]\ndepth = 1\nwidth = 2\nactivation = 'relu'\ninitializer = { plugin = 'normal' }\n"
              "[sweep]\n'network.initializer.std' = [1, 2, 3]\n")
          .points.size(),
      3u);
}

TEST(Sweep, replaces_a_key_that_the_file_gives_too) {
  EXPECT_EQ(plan_of(swept("'network.depth' = [5]")).points[0].depth(), 5u);
}

TEST(SweepMistakes, what_is_not_a_list_is_told) {
  EXPECT_EQ(refusal(swept("'network.depth' = 3")),
            "depth.toml:8:19: 'sweep.network.depth' must be a list of values, not the integer 3");
  EXPECT_EQ(refusal("sweep = 3\ntrials = 1\n" + network),
            "depth.toml:1:9: 'sweep' must be a table of lists, not the integer 3");
}

TEST(SweepMistakes, a_dotted_key_without_quotes_is_told_how_to_write_it) {
  EXPECT_EQ(refusal(swept("network.depth = [1, 2]")),
            "depth.toml:8:1: 'sweep.network' must be a list of values, not a table (a key with dots needs quotes: "
            "\"network.depth\" = [1, 2])");
}

TEST(SweepMistakes, an_empty_list_is_told) {
  EXPECT_EQ(refusal(swept("'network.depth' = []")),
            "depth.toml:8:19: 'sweep.network.depth' is empty (a sweep needs at least one value)");
}

TEST(SweepMistakes, a_value_listed_twice_is_told_however_it_is_written) {
  EXPECT_EQ(refusal(swept("'network.depth' = [2, 3, 2]")), "depth.toml:8:26: 'sweep.network.depth' lists 2 twice");
  EXPECT_EQ(refusal(swept("'input.correlation' = [0.5, 5e-1]")),
            "depth.toml:8:29: 'sweep.input.correlation' lists 0.5 twice");
  EXPECT_EQ(refusal(swept("'network.initializer' = ['he_normal', { plugin = 'he_normal' }]")),
            "depth.toml:8:39: 'sweep.network.initializer' lists he_normal twice");
}

TEST(SweepMistakes, an_unknown_key_is_told_with_the_place_of_its_value) {
  EXPECT_EQ(refusal(swept("'network.depht' = [2, 3]")),
            "depth.toml:8:20: unknown key 'network.depht' (did you mean 'network.depth'?)");
}

TEST(SweepMistakes, a_wrong_value_is_told_with_its_own_place) {
  EXPECT_EQ(refusal(swept("'network.width' = [2, 'a']")),
            "depth.toml:8:23: 'network.width' must be an integer, not the string \"a\"");
  EXPECT_EQ(refusal(swept("'network.initializer' = ['he_normal', { plugin = 'normal', std = -1 }]")),
            "depth.toml:8:39: 'std' = -1 of initializer 'normal' is out of range (must be at least 0)");
}

TEST(SweepMistakes, what_belongs_to_the_whole_file_cannot_be_swept) {
  for (const std::string key : {"title", "claim", "measure", "measure.observables", "sweep", "sweep.network.depth"})
    EXPECT_EQ(refusal(swept("'" + key + "' = ['a', 'b']")),
              "depth.toml:8:1: 'sweep." + key + "' cannot be swept (it is the same for all points)");
}

TEST(SweepMistakes, an_axis_that_undoes_an_earlier_one_is_told) {
  const std::string point = "{ depth = 1, width = 2, activation = 'relu', initializer = 'he_normal' }";
  EXPECT_EQ(refusal(swept("'network.depth' = [2, 3]\nnetwork = [" + point + "]")),
            "depth.toml:9:1: 'sweep.network' would undo 'sweep.network.depth' (write it above that one)");
  EXPECT_EQ(plan_of(swept("network = [" + point + "]\n'network.depth' = [2, 3]")).points[1].depth(), 3u);
}

TEST(SweepMistakes, too_many_points_are_told_before_they_are_made) {
  std::string thousand = "[0";
  for (int i = 1; i < 1001; ++i) thousand += ", " + std::to_string(i);
  thousand += "]";
  EXPECT_EQ(refusal(swept("seed = " + thousand + "\ntrials = " + thousand)),
            "depth.toml:9:1: 'sweep.trials' makes more than 1000000 points");
}

}  // namespace
}  // namespace initlab::test
