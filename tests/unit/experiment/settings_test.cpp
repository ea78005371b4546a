#include "experiment/settings.hpp"

#include "unit/experiment/small_experiment.hpp"

namespace initlab::test {
namespace {

Settings settings_of(const std::string& text) { return read_settings(parse_config(text, "depth.toml"), "folder"); }

TEST(Settings, without_a_key_have_their_documented_default) {
  const Settings s = settings_of("trials = 3\n" + network);
  EXPECT_EQ(s.title, "");
  EXPECT_EQ(s.claim, "");
  EXPECT_EQ(s.seed, 1u);
  EXPECT_EQ(s.engine, "auto");
  EXPECT_EQ(s.precision, Precision::float32);
  EXPECT_EQ(s.network.architecture.name, "plain");
  EXPECT_EQ(s.network.input_width, std::nullopt);
  EXPECT_EQ(s.input.distribution, InputSettings::Distribution::gaussian);
  EXPECT_EQ(s.input.count, 1u);
  EXPECT_EQ(s.input.correlation, std::nullopt);
  ASSERT_EQ(s.observables.size(), 1u);
  EXPECT_EQ(s.observables[0].group.name, "forward");
  EXPECT_FALSE(s.shared_cotangent);
  EXPECT_FALSE(s.theory_initializer);
  EXPECT_EQ(
      settings_of("trials = 3\n" + network + "architecture = 'residual-preact'\n").network.architecture.branch_layers,
      2u);
}

TEST(Settings, are_those_of_the_file) {
  const Settings s = settings_of(
      "title = 'T'\nclaim = 'C'\ntrials = 4294967295\nseed = '18446744073709551615'\nprecision = 'float64'\n"
      "[network]\nwidth = [4, 3, 2]\ndepth = 3\ninput_width = 5\nactivation = { plugin = 'tanh' }\n"
      "initializer = { plugin = 'normal', std = 2 }\n"
      "[input]\ndistribution = 'file'\npath = 'data/x.npy'\ncount = 2\nfirst_row = 7\nnormalize = true\n"
      "[measure]\nobservables = ['gradient', 'forward', 'gradient']\n"
      "[theory]\ninitializer = { plugin = 'uniform', bound = 3 }\n");
  EXPECT_EQ(s.title, "T");
  EXPECT_EQ(s.claim, "C");
  EXPECT_EQ(s.trials, 4294967295u);
  EXPECT_EQ(s.seed, 18446744073709551615u);
  EXPECT_EQ(s.precision, Precision::float64);
  EXPECT_EQ(s.network.widths, (std::vector<std::size_t>{4, 3, 2}));
  EXPECT_EQ(s.network.input_width, 5u);
  EXPECT_EQ(s.network.activation.id, "tanh");
  EXPECT_EQ(s.network.initializer.arguments.given.at(0).first, "std");
  EXPECT_EQ(s.input.path, "folder/data/x.npy");
  EXPECT_EQ(s.input.first_row, 7u);
  EXPECT_TRUE(s.input.normalize);
  ASSERT_EQ(s.observables.size(), 2u);
  EXPECT_EQ(s.observables[0].group.name, "forward");
  EXPECT_EQ(s.observables[1].group.name, "gradient");
  EXPECT_TRUE(s.observables[0].only.empty() && s.observables[1].only.empty());
  ASSERT_TRUE(s.theory_initializer);
  EXPECT_EQ(to_display(*s.theory_initializer), "uniform (bound = 3)");
  EXPECT_EQ(to_display(s.network.activation), "tanh");
}

TEST(Settings, of_a_residual_network_seen_with_several_inputs_are_those_of_the_file) {
  const Settings s = settings_of("trials = 3\n" + network +
                                 "architecture = 'residual-preact'\nbranch_layers = 100\n[input]\ncount = 2\n"
                                 "[measure]\nobservables = ['gradient-correlation', 'correlation']\n"
                                 "cotangents = 'shared'\n");
  EXPECT_EQ(s.network.architecture.name, "residual-preact");
  EXPECT_EQ(s.network.architecture.branch_layers, 100u);
  ASSERT_EQ(s.observables.size(), 2u);
  EXPECT_EQ(s.observables[0].group.name, "correlation");
  EXPECT_EQ(s.observables[1].group.name, "gradient-correlation");
  EXPECT_TRUE(s.shared_cotangent);
  EXPECT_FALSE(settings_of("trials = 3\n" + network + "[measure]\ncotangents = 'independent'\n").shared_cotangent);
}

TEST(Settings, name_single_quantities_beside_groups) {
  const Settings s = settings_of("trials = 3\n" + network +
                                 "[measure]\nobservables = ['gradient.weight_3', 'activation.mean', 'gradient', "
                                 "'preactivation.variance']\n");
  ASSERT_EQ(s.observables.size(), 2u);
  EXPECT_EQ(s.observables[0].group.name, "forward");
  EXPECT_EQ(s.observables[0].only, (std::vector<std::string>{"activation.mean", "preactivation.variance"}));
  EXPECT_EQ(s.observables[1].group.name, "gradient");
  EXPECT_TRUE(s.observables[1].only.empty()) << "a group that is named is whole";
}

TEST(SettingsMistakes, an_unknown_key_is_told_with_its_place_and_the_nearest) {
  EXPECT_EQ(refusal("trials = 3\ntrails = 2\n" + network),
            "depth.toml:2:1: unknown key 'trails' (did you mean 'trials'?)");
  EXPECT_EQ(refusal_below("  activaton = 'relu'"),
            "depth.toml:7:3: unknown key 'network.activaton' (did you mean 'network.activation'?)");
  EXPECT_EQ(refusal_below("[input]\ndistributoin = 'sphere'"),
            "depth.toml:8:1: unknown key 'input.distributoin' (did you mean 'input.distribution'?)");
  EXPECT_EQ(refusal_below("[measure]\nobservable = ['forward']"),
            "depth.toml:8:1: unknown key 'measure.observable' (did you mean 'measure.observables'?)");
  EXPECT_EQ(refusal_below("[theory]\ninitialiser = 'normal'"),
            "depth.toml:8:1: unknown key 'theory.initialiser' (did you mean 'theory.initializer'?)");
  EXPECT_EQ(refusal_below("[inputs]\n"), "depth.toml:7:2: unknown key 'inputs' (did you mean 'input'?)");
}

TEST(SettingsMistakes, a_key_in_the_wrong_table_is_told_where_it_belongs) {
  EXPECT_EQ(refusal("trials = 3\nwidth = 2\n" + network),
            "depth.toml:2:1: unknown key 'width' (did you mean 'network.width'?)");
  EXPECT_EQ(refusal_below("trials = 4"), "depth.toml:7:1: unknown key 'network.trials' (did you mean 'trials'?)");
}

TEST(SettingsMistakes, a_key_of_another_distribution_has_no_use) {
  EXPECT_EQ(refusal_below("[input]\nvalue = 2"),
            "depth.toml:8:1: 'input.value' has no use beside the other keys. Remove it.");
  EXPECT_EQ(refusal_below("[input]\ndistribution = 'constant'\ncorrelation = 0.5"),
            "depth.toml:9:1: 'input.correlation' has no use beside the other keys. Remove it.");
  EXPECT_EQ(refusal_below("[input]\ndistribution = 'sphere'\nnormalize = true"),
            "depth.toml:9:1: 'input.normalize' has no use beside the other keys. Remove it.");
}

TEST(SettingsMistakes, two_unknown_keys_are_told_together) {
  EXPECT_EQ(
      refusal("trials = 3\nfoo = 2\n" + network + "[input]\nbar = 1"),
      "depth.toml:2:1: unknown key 'foo' (known here: title, claim, trials, seed, engine, precision, network, input, "
      "measure, theory, sweep)\n"
      "depth.toml:9:1: unknown key 'input.bar' (known here: correlation, value, path, first_row, normalize, "
      "distribution, count)");
}

TEST(SettingsMistakes, a_value_of_the_wrong_type_is_told_with_what_it_is) {
  EXPECT_EQ(refusal("trials = 'many'\n" + network),
            "depth.toml:1:10: 'trials' must be an integer, not the string \"many\"");
  EXPECT_EQ(refusal("trials = 1e3\n" + network),
            "depth.toml:1:10: 'trials' must be an integer, not the number 1000.0 (write 1000)");
  EXPECT_EQ(refusal("trials = 3\ntitle = 5\n" + network),
            "depth.toml:2:9: 'title' must be a string, not the integer 5");
  EXPECT_EQ(refusal("trials = 3\ntheory = 'he_normal'\n" + network),
            "depth.toml:2:10: 'theory' must be a table, not the string \"he_normal\"");
  EXPECT_EQ(refusal("trials = 3\nnetwork = 4\n"), "depth.toml:2:11: 'network' must be a table, not the integer 4");
  EXPECT_EQ(refusal("trials = 3\ninput = []\n" + network), "depth.toml:2:9: 'input' must be a table, not the list []");
  EXPECT_EQ(refusal_below("[input]\ncorrelation = 'high'"),
            "depth.toml:8:15: 'input.correlation' must be a number, not the string \"high\"");
  EXPECT_EQ(refusal_below("[input]\ncorrelation = nan"),
            "depth.toml:8:15: 'input.correlation' must be a finite number, not nan");
  EXPECT_EQ(refusal_below("[input]\ndistribution = 'file'\npath = 'x'\nnormalize = 1"),
            "depth.toml:10:13: 'input.normalize' must be true or false, not the integer 1");
  EXPECT_EQ(refusal_below("[measure]\nobservables = 'forward'"),
            "depth.toml:8:15: 'measure.observables' must be a list of strings, not the string \"forward\"");
  EXPECT_EQ(refusal("trials = 3\nseed = -1\n" + network),
            "depth.toml:2:8: 'seed' must be an integer from 0 to 18446744073709551615 (in quotes beyond "
            "9223372036854775807), not the integer -1");
}

TEST(SettingsMistakes, a_value_out_of_range_is_told_with_the_range) {
  const auto out_of_trials = [](const std::string& n) {
    return "depth.toml:1:10: 'trials' = " + n + " is out of range (must be between 1 and 4294967295)";
  };
  for (const std::string n : {"0", "-1", "4294967296"})
    EXPECT_EQ(refusal("trials = " + n + "\n" + network), out_of_trials(n));
  const auto with_network = [](const std::string& width, const std::string& depth, const std::string& more = "") {
    return refusal("trials = 3\n[network]\nwidth = " + width + "\ndepth = " + depth +
                   "\nactivation = 'tanh'\ninitializer = 'lecun_normal'\n" + more);
  };
  EXPECT_EQ(with_network("0", "3"),
            "depth.toml:3:9: 'network.width' = 0 is out of range (must be between 1 and 2147483647)");
  EXPECT_EQ(with_network("2147483648", "3"),
            "depth.toml:3:9: 'network.width' = 2147483648 is out of range (must be between 1 and 2147483647)");
  EXPECT_EQ(with_network("[3, 0]", "2"),
            "depth.toml:3:13: 'network.width[1]' = 0 is out of range (must be between 1 and 2147483647)");
  EXPECT_EQ(with_network("3", "0"),
            "depth.toml:4:9: 'network.depth' = 0 is out of range (must be between 1 and 10000000)");
  EXPECT_EQ(with_network("3", "10000001"),
            "depth.toml:4:9: 'network.depth' = 10000001 is out of range (must be between 1 and 10000000)");
  EXPECT_EQ(with_network("3", "3", "input_width = 0"),
            "depth.toml:7:15: 'network.input_width' = 0 is out of range (must be between 1 and 2147483647)");
  EXPECT_EQ(with_network("3", "3", "[input]\ncount = 0"),
            "depth.toml:8:9: 'input.count' = 0 is out of range (must be between 1 and 2147483647)");
  EXPECT_EQ(with_network("3", "3", "[input]\ndistribution = 'file'\npath = 'x'\nfirst_row = -1"),
            "depth.toml:10:13: 'input.first_row' = -1 is out of range (must be at least 0)");
}

TEST(SettingsMistakes, a_correlation_that_no_such_number_of_inputs_can_have_is_out_of_range) {
  const auto answer = [](const std::string& count, const std::string& correlation) {
    return refusal_below("[input]\ncount = " + count + "\ncorrelation = " + correlation);
  };
  EXPECT_EQ(answer("3", "-0.51"),
            "depth.toml:9:15: 'input.correlation' = -0.51 is out of range (must be between -0.5 and 1)");
  EXPECT_EQ(answer("3", "1.0000001"),
            "depth.toml:9:15: 'input.correlation' = 1.0000001 is out of range (must be between -0.5 and 1)");
  EXPECT_EQ(answer("101", "-0.0101"),
            "depth.toml:9:15: 'input.correlation' = -0.0101 is out of range (must be between -0.01 and 1)");
  EXPECT_EQ(answer("3", "-0.5"), "no error");
  EXPECT_EQ(answer("2", "-1"), "no error");
}

TEST(SettingsMistakes, inputs_of_exact_correlation_must_fit_into_the_width) {
  EXPECT_EQ(
      refusal_below("[input]\ndistribution = 'sphere'\ncount = 9\ncorrelation = 0.5"),
      "input.count = 9 inputs of exact correlation do not fit into 8 dimensions (leave input.correlation out, or take "
      "the gaussian)");
  EXPECT_EQ(refusal_below("[input]\ndistribution = 'sphere'\ncount = 8\ncorrelation = 0.5"), "no error");
}

TEST(SettingsMistakes, a_missing_key_is_told_with_what_it_must_be) {
  const auto without = [](const std::string& line) {
    std::string text = "trials = 3\n" + network;
    text.erase(text.find(line), line.size() + 1);
    return refusal(text);
  };
  EXPECT_EQ(without("trials = 3"), "depth.toml: 'trials' is missing (an integer, between 1 and 4294967295)");
  EXPECT_EQ(without("width = 8"), "depth.toml:2:1: 'network.width' is missing (an integer, between 1 and 2147483647)");
  EXPECT_EQ(without("depth = 3"), "depth.toml:2:1: 'network.depth' is missing (an integer, between 1 and 10000000)");
  EXPECT_EQ(without("activation = 'tanh'"), "depth.toml:2:1: 'network.activation' is missing (any value)");
  EXPECT_EQ(without("initializer = 'lecun_normal'"), "depth.toml:2:1: 'network.initializer' is missing (any value)");
  EXPECT_EQ(refusal("trials = 3\n"), "depth.toml: 'network' is missing (a table)");
  EXPECT_EQ(refusal_below("[input]\ndistribution = 'file'"), "depth.toml:7:1: 'input.path' is missing (a string)");
  EXPECT_EQ(refusal("trails = 3\n" + network),
            "depth.toml: 'trials' is missing (an integer, between 1 and 4294967295). Is 'trails' at depth.toml:1:1 a "
            "misspelling of it?");
}

TEST(SettingsMistakes, a_key_given_twice_is_told) {
  EXPECT_EQ(
      refusal("trials = 3\ntrials = 4\n" + network),
      "depth.toml:2:10: mistake in this key-value pair: cannot redefine existing integer 'trials'. A key may be given "
      "once: remove one of the two.");
}

TEST(SettingsMistakes, a_depth_that_contradicts_the_list_of_widths_is_told) {
  const std::string rest = "activation = 'tanh'\ninitializer = 'lecun_normal'\n";
  EXPECT_EQ(refusal("trials = 3\n[network]\nwidth = [1, 2]\ndepth = 3\n" + rest),
            "depth.toml:4:9: 'network.depth' contradicts 'network.width', which lists 2 widths (leave 'network.depth' "
            "out, or "
            "make it that)");
  EXPECT_EQ(refusal("trials = 3\n[network]\nwidth = []\n" + rest),
            "depth.toml:3:9: 'network.width' is empty (it needs one width a layer)");
  EXPECT_EQ(refusal("trials = 3\n[network]\nwidth = [1, 2]\ndepth = 2\n" + rest), "no error");
}

TEST(SettingsMistakes, an_unknown_observable_is_told_with_the_known_ones) {
  EXPECT_EQ(
      refusal_below("[measure]\nobservables = ['forward', 'gradiant']"),
      "depth.toml:8:15: 'measure.observables' names the unknown observable 'gradiant' (did you mean 'gradient'?)");
  EXPECT_EQ(refusal_below("[measure]\nobservables = ['activation.second_momemt']"),
            "depth.toml:8:15: 'measure.observables' names the unknown observable 'activation.second_momemt' (did you "
            "mean 'activation.second_moment'?)");
  EXPECT_EQ(refusal_below("[measure]\nobservables = ['length']"),
            "depth.toml:8:15: 'measure.observables' names the unknown observable 'length' (known are 'forward', "
            "'gradient', 'correlation', 'gradient-correlation' and the quantities in them, e.g. "
            "'activation.second_moment')");
  EXPECT_EQ(refusal_below("[measure]\nobservables = []"),
            "depth.toml:8:15: 'measure.observables' is empty (nothing would be measured)");
}

TEST(SettingsMistakes, an_observable_between_inputs_needs_several) {
  for (const std::string name : {"correlation", "gradient-correlation", "activation.decorrelation"}) {
    const std::string measure = "[measure]\nobservables = ['forward', '" + name + "']\n";
    const std::string refused =
        "'measure.observables' asks for '" + name + "', which is between inputs (set input.count to 2 or more)";
    EXPECT_EQ(refusal_below(measure), "depth.toml:8:15: " + refused);
    EXPECT_EQ(refusal_below("[input]\ncount = 1\n" + measure), "depth.toml:10:15: " + refused);
    EXPECT_EQ(refusal_below("[input]\ncount = 2\n" + measure), "no error");
  }
}

TEST(SettingsMistakes, in_the_layers_of_a_branch_are_told) {
  const auto answer = [](const std::string& architecture, const std::string& layers) {
    return refusal_below("architecture = '" + architecture + "'\nbranch_layers = " + layers);
  };
  EXPECT_EQ(answer("residual-preact", "0"),
            "depth.toml:8:17: 'network.branch_layers' = 0 is out of range (must be between 1 and 100)");
  EXPECT_EQ(answer("residual-preact", "101"),
            "depth.toml:8:17: 'network.branch_layers' = 101 is out of range (must be between 1 and 100)");
  EXPECT_EQ(answer("residual-preact", "'two'"),
            "depth.toml:8:17: 'network.branch_layers' must be an integer, not the string \"two\"");
  EXPECT_EQ(answer("residual-preact", "1"), "no error");
  for (const std::string other : {"plain", "residual-reduced", "residual-full"})
    EXPECT_EQ(answer(other, "2"),
              "depth.toml:8:1: 'network.branch_layers' has no use beside the other keys. Remove it.");
}

TEST(SettingsMistakes, a_choice_that_does_not_exist_is_told_with_those_that_do) {
  EXPECT_EQ(
      refusal("trials = 3\nprecision = 'float16'\n" + network),
      "depth.toml:2:13: 'precision' must be \"float32\" or \"float64\", not \"float16\" (did you mean 'float32'?)");
  EXPECT_EQ(refusal("trials = 3\nengine = 'densse'\n" + network).substr(0, 33), "depth.toml:2:10: 'engine' must be");
  EXPECT_EQ(refusal_below("architecture = 'plane'"),
            "depth.toml:7:16: 'network.architecture' must be \"plain\", \"residual-reduced\", \"residual-full\" or "
            "\"residual-preact\", not \"plane\"");
  EXPECT_EQ(refusal_below("[measure]\ncotangents = 'share'"),
            "depth.toml:8:14: 'measure.cotangents' must be \"independent\" or \"shared\", not \"share\" (did you mean "
            "'shared'?)");
  EXPECT_EQ(
      refusal_below("[input]\ndistribution = 'spere'"),
      "depth.toml:8:16: 'input.distribution' must be \"gaussian\", \"sphere\", \"constant\" or \"file\", not \"spere\" "
      "(did you mean 'sphere'?)");
}

/// 1 - cos of the dE/dx_L of two inputs, over 20 trials.
Summary decorrelation_of_cotangents(const std::string& cotangents, const std::string& precision) {
  const RunResult result = result_of("trials = 20\nprecision = '" + precision + "'\n" + network +
                                     "[input]\ncount = 2\n[measure]\nobservables = ['gradient-correlation']\n"
                                     "cotangents = '" +
                                     cotangents + "'\n");
  EXPECT_EQ(result.quantities.at(1).name, "gradient.activation_decorrelation");
  return result.at(0, 3, 1);
}

TEST(Cotangents, are_equal_for_all_inputs_if_shared_and_differ_if_independent) {
  for (const std::string precision : {"float32", "float64"}) {
    const Summary shared = decorrelation_of_cotangents("shared", precision);
    EXPECT_EQ(shared.count, 20u);
    EXPECT_EQ(shared.max, 0.0);
    // Of independent directions in 8 dimensions 1 - cos is about 1; below 1e-6, one pair in some 10^20.
    EXPECT_GT(decorrelation_of_cotangents("independent", precision).min, 1e-6);
  }
}

TEST(Cotangents, of_one_input_are_the_same_shared_or_independent) {
  const auto numbers = [](const std::string& cotangents) {
    return numbers_of_point(result_of("trials = 5\n" + network +
                                      "[measure]\nobservables = ['gradient']\ncotangents = '" + cotangents + "'\n"),
                            0);
  };
  EXPECT_EQ(numbers("shared"), numbers("independent"));
}

}  // namespace
}  // namespace initlab::test
