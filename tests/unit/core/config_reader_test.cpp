#include "core/config_reader.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/config_parser.hpp"
#include "core/config_text.hpp"
#include "unit/core/error_text.hpp"

namespace initlab {
namespace {

ConfigReader reader_of(const std::string& text) { return ConfigReader(parse_config(text, "depth.toml")); }

/// The sentence with which `read` refuses this text.
template <class Read>
std::string refusal(const std::string& text, Read read) {
  return usage_error([&] {
    ConfigReader reader = reader_of(text);
    read(reader);
  });
}
std::string integer_refusal(const std::string& text, IntegerRange range = {}) {
  return refusal(text, [&](ConfigReader& r) { r.integer("trials", range); });
}
std::string number_refusal(const std::string& text, NumberRange range = {}) {
  return refusal(text, [&](ConfigReader& r) { r.number("std", range); });
}
std::string seed_refusal(const std::string& text) {
  return refusal(text, [](ConfigReader& r) { r.seed("seed"); });
}

/// "network.depth = 3" of what was written, "seed = 1 (default)" of what was not.
std::vector<std::string> keys_of(const ConfigReader& reader) {
  std::vector<std::string> lines;
  for (const auto& [path, value, is_default] : reader.keys())
    lines.push_back(path + " = " + canonical(value) + (is_default ? " (default)" : ""));
  return lines;
}

TEST(ConfigReader, tells_what_was_read_with_defaults) {
  ConfigReader r = reader_of("network.depth = 3\ntrials = 5\nunread = 1\n");
  r.integer("trials");
  ConfigReader network = r.table("network");
  network.number_or("std", 0.5);
  network.integer("depth");
  network.integer_or("depth", 7);
  r.table_or_empty("input").choice_or("distribution", "gaussian", {"gaussian"});
  r.table_or_empty("input").boolean_or("normalize", false);
  r.has("claim");
  r.texts_or("observables", {"forward"});
  r.seed_or("seed", std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(keys_of(r), (std::vector<std::string>{
                            "trials = 5", "network.std = 0.5 (default)", "network.depth = 3",
                            "input.distribution = \"gaussian\" (default)", "input.normalize = false (default)",
                            "observables = [\"forward\"] (default)", "seed = \"18446744073709551615\" (default)"}));
}

TEST(ConfigReader, right_values_are_read) {
  ConfigReader r = reader_of(
      "title = 'Depth'\ntrials = 1000\nstd = 0.5\none = 1\nfast = true\nprecision = 'float32'\nwidths = [1, 2]\n"
      "stds = [0.5, 1]\nobservables = ['length', 'chi']\nany = {x = [1]}\nnetwork.depth = 3\n");
  EXPECT_EQ(r.text("title"), "Depth");
  EXPECT_EQ(r.integer("trials", integers_from(1)), 1000);
  EXPECT_EQ(r.number("std", numbers_above(0)), 0.5);
  EXPECT_EQ(r.number("one"), 1.0);
  EXPECT_TRUE(r.boolean("fast"));
  EXPECT_EQ(r.choice("precision", {"float32", "float64"}), "float32");
  EXPECT_EQ(r.integers("widths"), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(r.numbers("stds"), (std::vector<double>{0.5, 1.0}));
  EXPECT_EQ(r.texts("observables"), (std::vector<std::string>{"length", "chi"}));
  EXPECT_EQ(canonical(r.value("any")), "{x=[1]}");
  EXPECT_EQ(r.table("network").integer("depth"), 3);
  EXPECT_NO_THROW(r.finish());
}

TEST(ConfigReader, a_missing_optional_key_has_its_default) {
  ConfigReader r = reader_of("");
  EXPECT_EQ(r.text_or("title", "none"), "none");
  EXPECT_EQ(r.integer_or("trials", 7), 7);
  EXPECT_EQ(r.number_or("std", 0.5), 0.5);
  EXPECT_TRUE(r.boolean_or("fast", true));
  EXPECT_EQ(r.choice_or("precision", "float64", {"float32", "float64"}), "float64");
  EXPECT_EQ(r.seed_or("seed", 9), 9u);
  EXPECT_EQ(canonical(r.value_or("any", ConfigValue(1))), "1");
  EXPECT_EQ(r.table_or_empty("network").integer_or("depth", 4), 4);
}

TEST(ConfigReader, a_given_optional_key_is_checked_like_a_required_one) {
  EXPECT_EQ(refusal("trials = 0", [](ConfigReader& r) { r.integer_or("trials", 7, integers_from(1)); }),
            "depth.toml:1:10: 'trials' = 0 is out of range (must be at least 1)");
  EXPECT_EQ(refusal("network = 1", [](ConfigReader& r) { r.table_or_empty("network"); }),
            "depth.toml:1:11: 'network' must be a table, not the integer 1");
}

TEST(ConfigReader, a_missing_required_key_says_what_is_wanted) {
  EXPECT_EQ(integer_refusal("", integers_from(1)), "depth.toml: 'trials' is missing (an integer, at least 1)");
  EXPECT_EQ(number_refusal(""), "depth.toml: 'std' is missing (a number)");
  EXPECT_EQ(refusal("a = 1\n[network]\n", [](ConfigReader& r) { r.table("network").text("activation"); }),
            "depth.toml:2:1: 'network.activation' is missing (a string)");
  EXPECT_EQ(refusal("",
                    [](ConfigReader& r) {
                      r.choice("precision", {"float32", "float64"});
                    }),
            "depth.toml: 'precision' is missing (\"float32\" or \"float64\")");
}

TEST(ConfigReader, a_missing_key_is_recognised_in_its_misspelling) {
  EXPECT_EQ(integer_refusal("title = 'x'\ntrails = 10\n"),
            "depth.toml: 'trials' is missing (an integer). Is 'trails' at depth.toml:2:1 a misspelling of it?");
}

TEST(ConfigReader, a_missing_key_is_found_below_the_table_it_slipped_under) {
  EXPECT_EQ(
      integer_refusal("[network]\ntrials = 10\n"),
      "depth.toml: 'trials' is missing (an integer). The one at depth.toml:2:10 stands under [network]: move it above "
      "that line");
}

TEST(ConfigReader, a_wrong_type_is_refused) {
  EXPECT_EQ(integer_refusal("a = 1\n\ntrials = \"many\""),
            "depth.toml:3:10: 'trials' must be an integer, not the string \"many\"");
  EXPECT_EQ(integer_refusal("trials = true"), "depth.toml:1:10: 'trials' must be an integer, not true");
  EXPECT_EQ(number_refusal("std = '0.5'"), "depth.toml:1:7: 'std' must be a number, not the string \"0.5\"");
  EXPECT_EQ(refusal("title = 3", [](ConfigReader& r) { r.text("title"); }),
            "depth.toml:1:9: 'title' must be a string, not the integer 3");
  EXPECT_EQ(refusal("fast = 1", [](ConfigReader& r) { r.boolean("fast"); }),
            "depth.toml:1:8: 'fast' must be true or false, not the integer 1");
  EXPECT_EQ(refusal("widths = 1", [](ConfigReader& r) { r.integers("widths"); }),
            "depth.toml:1:10: 'widths' must be a list of integers, not the integer 1");
  EXPECT_EQ(refusal("network = [1]", [](ConfigReader& r) { r.table("network"); }),
            "depth.toml:1:11: 'network' must be a table, not the list [1]");
}

TEST(ConfigReader, a_floating_number_is_no_integer) {
  EXPECT_EQ(integer_refusal("trials = 1e3"),
            "depth.toml:1:10: 'trials' must be an integer, not the number 1000.0 (write 1000)");
  EXPECT_EQ(integer_refusal("trials = 1.5"), "depth.toml:1:10: 'trials' must be an integer, not the number 1.5");
  EXPECT_EQ(integer_refusal("trials = 1e30"), "depth.toml:1:10: 'trials' must be an integer, not the number 1e+30");
}

TEST(ConfigReader, an_integer_out_of_range_is_refused) {
  EXPECT_EQ(integer_refusal("trials = 0", integers_from(1)),
            "depth.toml:1:10: 'trials' = 0 is out of range (must be at least 1)");
  EXPECT_EQ(integer_refusal("trials = 10", integers_between(1, 9)),
            "depth.toml:1:10: 'trials' = 10 is out of range (must be between 1 and 9)");
  EXPECT_EQ(integer_refusal("trials = 9", integers_between(1, 9)), "no UsageError");
}

TEST(ConfigReader, a_number_out_of_range_is_refused) {
  EXPECT_EQ(number_refusal("std = 0.0", numbers_above(0)),
            "depth.toml:1:7: 'std' = 0 is out of range (must be greater than 0)");
  EXPECT_EQ(number_refusal("std = -0.5", numbers_from(0)),
            "depth.toml:1:7: 'std' = -0.5 is out of range (must be at least 0)");
  EXPECT_EQ(number_refusal("std = 2", numbers_between(0, 1)),
            "depth.toml:1:7: 'std' = 2 is out of range (must be between 0 and 1)");
  EXPECT_EQ(number_refusal("std = 1", numbers_inside(0, 1)),
            "depth.toml:1:7: 'std' = 1 is out of range (must be greater than 0 and less than 1)");
  EXPECT_EQ(number_refusal("std = 1.0", numbers_between(0, 1)), "no UsageError");
}

TEST(ConfigReader, a_number_has_to_be_finite) {
  EXPECT_EQ(number_refusal("std = nan"), "depth.toml:1:7: 'std' must be a finite number, not nan");
  EXPECT_EQ(number_refusal("std = -inf"), "depth.toml:1:7: 'std' must be a finite number, not -inf");
}

TEST(ConfigReader, a_choice_is_one_of_the_allowed) {
  const auto choose = [](ConfigReader& r) { r.choice("engine", {"auto", "dense", "revealed"}); };
  EXPECT_EQ(
      refusal("engine = 'dens'", choose),
      "depth.toml:1:10: 'engine' must be \"auto\", \"dense\" or \"revealed\", not \"dens\" (did you mean 'dense'?)");
  EXPECT_EQ(refusal("engine = 'gpu'", choose),
            "depth.toml:1:10: 'engine' must be \"auto\", \"dense\" or \"revealed\", not \"gpu\"");
  EXPECT_EQ(refusal("engine = 1", choose),
            "depth.toml:1:10: 'engine' must be \"auto\", \"dense\" or \"revealed\", not the integer 1");
}

TEST(ConfigReader, a_wrong_element_of_a_list_is_named) {
  EXPECT_EQ(refusal("widths = [10, 0]", [](ConfigReader& r) { r.integers("widths", integers_from(1)); }),
            "depth.toml:1:15: 'widths[1]' = 0 is out of range (must be at least 1)");
  EXPECT_EQ(refusal("stds = [1,\n 'x']", [](ConfigReader& r) { r.numbers("stds"); }),
            "depth.toml:2:2: 'stds[1]' must be a number, not the string \"x\"");
  EXPECT_EQ(refusal("names = [1]", [](ConfigReader& r) { r.texts("names"); }),
            "depth.toml:1:10: 'names[0]' must be a string, not the integer 1");
}

TEST(ConfigReader, a_seed_has_64_bits) {
  EXPECT_EQ(reader_of("seed = 0").seed("seed"), 0u);
  EXPECT_EQ(reader_of("seed = 9223372036854775807").seed("seed"), 9223372036854775807u);
  EXPECT_EQ(reader_of("seed = '18446744073709551615'").seed("seed"), std::numeric_limits<std::uint64_t>::max());
}

TEST(ConfigReader, what_is_no_seed_is_refused) {
  const std::string wanted =
      "depth.toml:1:8: 'seed' must be an integer from 0 to 18446744073709551615 (in quotes beyond "
      "9223372036854775807), not ";
  EXPECT_EQ(seed_refusal("seed = -1"), wanted + "the integer -1");
  EXPECT_EQ(seed_refusal("seed = 1.0"), wanted + "the number 1.0");
  EXPECT_EQ(seed_refusal("seed = true"), wanted + "true");
  for (const std::string text : {"18446744073709551616", "-1", " 1", "1 ", "", "12abc", "0x10", "+1"})
    EXPECT_EQ(seed_refusal("seed = '" + text + "'"), wanted + "the string \"" + text + "\"");
}

TEST(ConfigReader, an_unread_key_is_reported_with_its_full_path) {
  EXPECT_EQ(refusal("[network]\nactivaton = 'relu'\n",
                    [](ConfigReader& r) {
                      r.table("network").text_or("activation", "relu");
                      r.finish();
                    }),
            "depth.toml:2:1: unknown key 'network.activaton' (did you mean 'network.activation'?)");
}

TEST(ConfigReader, a_key_in_the_wrong_table_is_recognised) {
  EXPECT_EQ(refusal("[network]\ntrials = 10\n",
                    [](ConfigReader& r) {
                      r.integer_or("trials", 1);
                      r.table("network").integer_or("depth", 1);
                      r.finish();
                    }),
            "depth.toml:2:1: unknown key 'network.trials' (did you mean 'trials'?)");
}

TEST(ConfigReader, an_unknown_key_near_to_nothing_gets_the_list_of_known_ones) {
  EXPECT_EQ(refusal("colour = 1\n",
                    [](ConfigReader& r) {
                      r.integer_or("trials", 1);
                      r.text_or("title", "");
                      r.finish();
                    }),
            "depth.toml:1:1: unknown key 'colour' (known here: trials, title)");
}

TEST(ConfigReader, a_table_nobody_asked_for_is_reported) {
  EXPECT_EQ(refusal("[netwrok]\ndepth = 10\n",
                    [](ConfigReader& r) {
                      r.table_or_empty("network");
                      r.finish();
                    }),
            "depth.toml:1:2: unknown key 'netwrok' (did you mean 'network'?)");
}

TEST(ConfigReader, all_unknown_keys_are_reported_up_to_ten) {
  EXPECT_EQ(refusal("a = 1\nb = 2\n", [](ConfigReader& r) { r.finish(); }),
            "depth.toml:1:1: unknown key 'a'\ndepth.toml:2:1: unknown key 'b'");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "key" + std::to_string(i) + " = 1\n";
  const std::string text = refusal(many, [](ConfigReader& r) { r.finish(); });
  EXPECT_TRUE(text.ends_with("depth.toml:10:1: unknown key 'key9'\nand 990 more")) << text;
}

TEST(ConfigReader, looking_for_a_key_is_not_reading_it) {
  EXPECT_EQ(refusal("slope = 1\n",
                    [](ConfigReader& r) {
                      EXPECT_TRUE(r.has("slope"));
                      EXPECT_FALSE(r.has("std"));
                      r.finish();
                    }),
            "depth.toml:1:1: 'slope' has no use beside the other keys. Remove it.");
}

TEST(ConfigReader, readers_of_one_table_are_the_same_reader) {
  ConfigReader r = reader_of("[network]\nwidth = 1\ndepth = 2\n");
  r.table("network").integer("width");
  r.table("network").integer("depth");
  EXPECT_NO_THROW(r.finish());
}

TEST(ConfigReader, a_raw_value_can_be_read_by_a_reader_of_its_own) {
  ConfigReader r = reader_of("[network]\ninitializer = { plugin = 'normal', sdt = 1 }\n");
  ConfigReader network = r.table("network");
  ConfigReader plugin(network.value("initializer"), network.path_of("initializer"));
  plugin.text("plugin");
  plugin.number_or("std", 1.0);
  EXPECT_NO_THROW(r.finish());
  EXPECT_EQ(usage_error([&] { plugin.finish(); }),
            "depth.toml:2:36: unknown key 'network.initializer.sdt' (did you mean 'network.initializer.std'?)");
}

TEST(ConfigReader, a_mistake_on_the_command_line_says_so) {
  const ConfigAssignment assignment = parse_assignment("network.depth=deep");
  ConfigReader r(parse_config("[network]\ndepth = 1\n", "depth.toml").with(assignment.path, assignment.value));
  EXPECT_EQ(usage_error([&] { r.table("network").integer("depth"); }),
            "--set: 'network.depth' must be an integer, not the string \"deep\"");
}

TEST(ConfigReader, the_caller_can_refuse_what_no_range_says) {
  const auto refuse = [](ConfigReader& r) { r.refuse("widths", "must have one width a layer (3), not 2"); };
  EXPECT_EQ(refusal("widths = [1, 2]", refuse), "depth.toml:1:10: 'widths' must have one width a layer (3), not 2");
  EXPECT_EQ(refusal("", refuse), "depth.toml: 'widths' must have one width a layer (3), not 2");
}

TEST(ConfigReader, long_and_wild_values_do_not_flood_the_error) {
  const std::string text = integer_refusal("trials = \"" + std::string(1'000'000, 'x') + "\"");
  EXPECT_LT(text.size(), 200u);
  EXPECT_EQ(integer_refusal("trials = \"\\u001b[2J\""),
            "depth.toml:1:10: 'trials' must be an integer, not the string \"\\u001B[2J\"");
}

TEST(ConfigReader, only_a_table_can_be_read) {
  EXPECT_EQ(usage_error([] { ConfigReader(parse_assignment("a=1").value, "a"); }),
            "--set: 'a' must be a table, not the integer 1");
}

}  // namespace
}  // namespace initlab
