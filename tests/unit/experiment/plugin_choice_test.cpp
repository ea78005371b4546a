#include "experiment/plugin_choice.hpp"

#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

std::string answer(const std::string& activation, const std::string& initializer, ExitCode code = ExitCode::usage) {
  return refusal(
      "trials = 3\n[network]\ndepth = 1\nwidth = 2\nactivation = " + activation + "\ninitializer = " + initializer,
      code);
}

TEST(PluginChoice, by_name_or_as_a_table_is_the_same_choice) {
  EXPECT_EQ(answer("'relu'", "'normal'"), "no error");
  EXPECT_EQ(answer("{ plugin = 'relu' }", "{ plugin = 'normal', std = 2, bias_std = 0.5 }"), "no error");
}

TEST(PluginChoice, that_is_unknown_is_told_with_its_place_and_the_nearest) {
  const std::string text = answer("'rellu'", "'normal'", ExitCode::plugin);
  EXPECT_EQ(text.substr(0, text.find(". ")), "depth.toml:5:14: activation 'rellu' is unknown (did you mean 'relu'?)");
  const std::string other = answer("'relu'", "{ plugin = 'he_norml' }", ExitCode::plugin);
  EXPECT_EQ(other.substr(0, other.find(". ")),
            "depth.toml:6:15: initializer 'he_norml' is unknown (did you mean 'he_normal'?)");
}

TEST(PluginChoice, of_the_wrong_kind_is_told_what_it_is) {
  const std::string text = answer("'he_normal'", "'normal'", ExitCode::plugin);
  EXPECT_EQ(text.substr(0, text.find(". ")),
            "depth.toml:5:14: activation 'he_normal' is unknown ('he_normal' is an initializer)");
}

TEST(PluginChoice, with_an_unknown_parameter_is_told_those_there_are) {
  EXPECT_EQ(
      answer("'relu'", "{ plugin = 'normal', sdt = 1 }"),
      "depth.toml:6:15: initializer 'normal' has no parameter 'sdt' (did you mean 'std'?). It has: std, bias_std");
  EXPECT_EQ(answer("{ plugin = 'relu', slope = 1 }", "'normal'"),
            "depth.toml:5:14: activation 'relu' has no parameter 'slope' (it has none at all).");
}

TEST(PluginChoice, with_a_parameter_out_of_range_is_told_the_range) {
  EXPECT_EQ(answer("'relu'", "{ plugin = 'normal', std = -1 }"),
            "depth.toml:6:15: 'std' = -1 of initializer 'normal' is out of range (must be at least 0)");
}

TEST(PluginChoice, with_a_parameter_of_the_wrong_type_is_told) {
  EXPECT_EQ(answer("'relu'", "{ plugin = 'normal', std = 'a' }"),
            "depth.toml:6:15: 'std' = 'a' of initializer 'normal' is a text (must be a number).");
  EXPECT_EQ(answer("'relu'", "{ plugin = 'normal', std = true }"),
            "depth.toml:6:42: 'network.initializer.std' must be a number or a string, not true");
  EXPECT_EQ(answer("'relu'", "{ plugin = 'normal', std = [1] }"),
            "depth.toml:6:42: 'network.initializer.std' must be a number or a string, not the list [1]");
}

TEST(PluginChoice, without_a_plugin_is_told) {
  EXPECT_EQ(answer("'relu'", "{ std = 1 }"), "depth.toml:6:15: 'network.initializer.plugin' is missing (a string)");
  EXPECT_EQ(answer("3", "'normal'"),
            "depth.toml:5:14: 'network.activation' must be a plugin's name or { plugin = \"name\", parameter = value "
            "}, not the "
            "integer 3");
}

}  // namespace
}  // namespace initlab::test
