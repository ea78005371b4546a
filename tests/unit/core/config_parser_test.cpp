#include "core/config_parser.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <locale>
#include <string>
#include <string_view>

#include "core/config_text.hpp"
#include "unit/core/error_text.hpp"

namespace initlab {
namespace {

constexpr const char* experiment = R"(title = "Depth"
trials = 1000
[network]
width = [10, 20]
activation = { plugin = "leaky_relu", slope = 0.2 }
[sweep]
"network.initializer" = ["lecun_normal", { plugin = "normal", std = 0.5 }]
"network.depth" = [10, 50]
)";

std::string refusal(std::string_view text) {
  return usage_error([&] { parse_config(text, "depth.toml"); });
}
std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(ParseConfig, an_experiment_is_read_whole) {
  EXPECT_EQ(canonical(parse_config(experiment, "depth.toml")),
            R"({network={activation={plugin="leaky_relu",slope=0.2},width=[10,20]},)"
            R"(sweep={"network.depth"=[10,50],"network.initializer"=["lecun_normal",{plugin="normal",std=0.5}]},)"
            R"(title="Depth",trials=1000})");
}

TEST(ParseConfig, every_value_and_key_knows_its_place) {
  const ConfigValue root = parse_config(experiment, "depth.toml");
  EXPECT_EQ(root.place().text(), "depth.toml");
  EXPECT_EQ(root.find("trials")->place().text(), "depth.toml:2:10");
  EXPECT_EQ(root.find("network")->place().text(), "depth.toml:3:1");
  const ConfigEntry& activation = root.find("network")->as_table()[1];
  EXPECT_EQ(activation.key_place.text(), "depth.toml:5:1");
  EXPECT_EQ(activation.value.find("slope")->place().text(), "depth.toml:5:47");
  EXPECT_EQ(root.find("network")->find("width")->as_array()[1].place().text(), "depth.toml:4:14");
}

TEST(ParseConfig, tables_keep_the_order_of_the_file) {
  const ConfigValue sweep = *parse_config(experiment, "depth.toml").find("sweep");
  EXPECT_EQ(sweep.as_table()[0].key, "network.initializer");
  EXPECT_EQ(sweep.as_table()[1].key, "network.depth");
}

TEST(ParseConfig, a_byte_order_mark_and_windows_line_ends_are_fine) {
  const ConfigValue root = parse_config(
      "\xEF\xBB\xBF"
      "a = 1\r\nb = 'x'\r\n",
      "depth.toml");
  EXPECT_EQ(canonical(root), R"({a=1,b="x"})");
  EXPECT_EQ(root.find("a")->place().text(), "depth.toml:1:5");
  EXPECT_EQ(root.find("b")->place().text(), "depth.toml:2:5");
}

TEST(ParseConfig, an_empty_text_is_an_empty_table) { EXPECT_EQ(canonical(parse_config("", "depth.toml")), "{}"); }

TEST(ParseConfig, numbers_do_not_depend_on_the_locale) {
  struct Comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
  const std::string text = canonical(parse_config("a = [0.5, 1234567.25, 1000000]", "x"));
  std::locale::global(before);
  EXPECT_EQ(text, "{a=[0.5,1234567.25,1000000]}");
}

TEST(ParseConfig, columns_count_characters) {
  EXPECT_EQ(parse_config("'é' = 1", "x").find("é")->place().text(), "x:1:7");
}

TEST(ParseConfig, a_nul_byte_is_refused) {
  EXPECT_EQ(refusal(std::string_view("a = 1\nb\0 = 2", 12)),
            "depth.toml:2:2: there is a NUL byte. Is this a text file?");
}

TEST(ParseConfig, invalid_utf8_is_refused) {
  const std::string rest = " is not UTF-8. Save the file as UTF-8.";
  EXPECT_EQ(refusal("é = 1\na = '\xff'"), "depth.toml:2:6: the byte 0xFF" + rest);
  EXPECT_EQ(refusal("# \xc0\xaf"), "depth.toml:1:3: the byte 0xC0" + rest);          // overlong
  EXPECT_EQ(refusal("# \xe0\x80\xaf"), "depth.toml:1:3: the byte 0xE0" + rest);      // overlong
  EXPECT_EQ(refusal("# \xed\xa0\x80"), "depth.toml:1:3: the byte 0xED" + rest);      // surrogate
  EXPECT_EQ(refusal("# \xf4\x90\x80\x80"), "depth.toml:1:3: the byte 0xF4" + rest);  // beyond U+10FFFF
  EXPECT_EQ(refusal("# \xe2\x82"), "depth.toml:1:3: the byte 0xE2" + rest);          // cut off
  const std::string edges = "'\xf0\x9f\x98\x80 \xed\x9f\xbf \xc2\x80 \xf4\x8f\xbf\xbf'";
  EXPECT_EQ(refusal("a = " + edges), "no UsageError");
}

TEST(ParseConfig, control_characters_are_repeated_as_escapes) {
  EXPECT_EQ(refusal("a = tr\x1c").find('\x1c'), std::string::npos);
  EXPECT_NE(refusal("a = tr\x1c").find("\\u001C"), std::string::npos);
}

TEST(ParseConfig, deep_brackets_are_refused_without_recursion) {
  const std::string sentence = ": more than 64 brackets are open inside each other";
  EXPECT_EQ(refusal("a = " + repeated("[", 100'000)), "depth.toml:1:69" + sentence);
  EXPECT_EQ(refusal("a = " + repeated("{a=", 100'000)), "depth.toml:1:197" + sentence);
  EXPECT_EQ(refusal(repeated("[", 100'000)), "depth.toml:1:65" + sentence);
  EXPECT_EQ(refusal("a = '''x''''\nb = " + repeated("[", 100'000)), "depth.toml:2:69" + sentence);
}

TEST(ParseConfig, keys_of_many_parts_are_refused) {
  const std::string sentence = ": this key has more than 64 parts";
  EXPECT_EQ(refusal(repeated("a.", 100'000) + "a = 1"), "depth.toml:1:128" + sentence);
  EXPECT_EQ(refusal(fmt::format("[{}a]", repeated("a.", 100'000))), "depth.toml:1:129" + sentence);
  EXPECT_EQ(refusal("a = {" + repeated("'a' . ", 100'000) + "a = 1}"), "depth.toml:1:388" + sentence);
}

TEST(ParseConfig, brackets_and_dots_may_not_multiply) {
  const std::string nine = "a.a.a.a.a.a.a.a.a";
  EXPECT_EQ(refusal(nine + " = " + repeated("{" + nine + " = ", 6) + "1" + repeated("}", 6)), "no UsageError");
  const std::string text = refusal(nine + " = " + repeated("{" + nine + " = ", 60) + "1" + repeated("}", 60));
  EXPECT_TRUE(text.ends_with(": this value is inside more than 64 others")) << text;
}

TEST(ParseConfig, brackets_and_dots_in_texts_and_comments_do_not_nest) {
  const std::string many = repeated("[.", 1000);
  const std::string text = fmt::format("# {0}\na = '{0}'\nb = \"\\\"{0}\"\nc = '''\n'{0}'''\n", many) +
                           fmt::format("d = \"\"\"\\\"\"\"{0}\"\"\"\"\"\ne = ''\nf = '''''{0}'''''\n", many);
  EXPECT_EQ(refusal(text), "no UsageError");
}

TEST(ParseConfig, as_much_nesting_as_allowed_is_read) {
  EXPECT_EQ(refusal("a = " + repeated("[", 64) + repeated("]", 64)), "no UsageError");
  EXPECT_EQ(refusal(repeated("a.", 63) + "a = 1"), "no UsageError");
}

TEST(ParseConfig, a_syntax_error_has_its_place) {
  EXPECT_EQ(refusal("a = 1\nb = [1, 2\nc = 3\n"),
            "depth.toml:3:1: mistake in this array: expected comma or closing ']', saw 'c'");
  EXPECT_EQ(refusal("a = relu\n"),
            "depth.toml:1:5: mistake in this value: could not determine value type. A text needs quotes.");
}

TEST(ParseConfig, a_key_given_twice_is_refused) {
  EXPECT_EQ(refusal("a = 1\nb = 2\na = 3\n"),
            "depth.toml:3:5: mistake in this key-value pair: cannot redefine existing integer 'a'. A key may be given "
            "once: remove one of the two.");
  EXPECT_EQ(refusal("[n]\na = 1\n[n]\nb = 1\n"),
            "depth.toml:3:1: mistake in this table header: cannot redefine existing table 'n'. A key may be given "
            "once: remove one of the two.");
}

TEST(ParseConfig, an_integer_that_does_not_fit_is_refused) {
  EXPECT_EQ(refusal("seed = 18446744073709551615\n"),
            "depth.toml:1:28: mistake in this decimal integer: '18446744073709551615' is not representable in 64 bits. "
            "Integers end at 9223372036854775807; a seed beyond that is written in quotes.");
}

TEST(ParseConfig, dates_are_refused) {
  for (const char* date : {"1979-05-27", "07:32:00", "1979-05-27T07:32:00Z"})
    EXPECT_EQ(refusal("a = 1\nb = [" + std::string(date) + "]"),
              "depth.toml:2:6: dates and times have no meaning here. Put the value in quotes if it is a name.");
}

TEST(ParseConfigFile, reads_a_file_and_names_it_as_it_was_given) {
  const auto path = std::filesystem::temp_directory_path() / "initlab-config-parser-test.toml";
  std::ofstream(path) << "a = x\n";
  EXPECT_EQ(usage_error([&] { parse_config_file(path); }),
            path.string() + ":1:5: mistake in this value: could not determine value type. A text needs quotes.");
  std::filesystem::remove(path);
  EXPECT_EQ(usage_error([&] { parse_config_file(path); }), path.string() + ": there is no such file");
}

TEST(ParseConfigFile, a_file_of_more_than_a_megabyte_is_refused) {
  const auto path = std::filesystem::temp_directory_path() / "initlab-config-parser-test-large.toml";
  std::ofstream(path) << std::string(config_size_limit + 1, '\n');
  const std::string text = usage_error([&] { parse_config_file(path); });
  std::filesystem::remove(path);
  EXPECT_NE(text.find("has more than 1048576 bytes"), std::string::npos) << text;
}

TEST(ParseAssignment, values_are_toml) {
  EXPECT_EQ(parse_assignment("network.depth=10").path, "network.depth");
  EXPECT_EQ(canonical(parse_assignment("a=10").value), "10");
  EXPECT_EQ(canonical(parse_assignment("a = 1e3").value), "1000");
  EXPECT_EQ(canonical(parse_assignment("a=[10, 'x=y']").value), R"([10,"x=y"])");
  EXPECT_EQ(canonical(parse_assignment("a={plugin='normal', std=0.5}").value), R"({plugin="normal",std=0.5})");
  EXPECT_EQ(canonical(parse_assignment("a=\"\"").value), R"("")");
  EXPECT_EQ(parse_assignment("a=true").value.kind(), ConfigKind::boolean);
  EXPECT_EQ(parse_assignment("a=[1, 2]").value.as_array()[1].place().text(), "--set");
}

TEST(ParseAssignment, a_word_that_is_not_toml_is_a_string) {
  for (const std::string word :
       {"relu", "results/today.nc", "12abc", "01", "2020-01-31", "18446744073709551615", "é", "٣"})
    EXPECT_EQ(parse_assignment("a=" + word).value.as_string(), word);
}

TEST(ParseAssignment, what_is_neither_is_refused) {
  const auto refused = [](std::string_view text) { return usage_error([&] { parse_assignment(text); }); };
  EXPECT_EQ(refused("network.depth"), "--set: 'network.depth' has no '='. Write key=value, as in network.depth=50.");
  EXPECT_EQ(refused("=3"), "--set: '=3' has no key before the '='");
  EXPECT_EQ(refused("a="), "--set: the value of 'a' is missing. Write '\"\"' for an empty text.");
  EXPECT_EQ(refused("a=1\nb=2"), "--set: the value of 'a' is more than one value");
  EXPECT_EQ(refused("a=1\n[t]\nb=2"), "--set: the value of 'a' is more than one value");
  EXPECT_EQ(
      refused("title=A study"),
      "--set: the value of 'title' is not TOML (Error while parsing value: could not determine value type). A text "
      "with blanks needs quotes of its own: 'title=\"...\"'.");
  EXPECT_EQ(refused("a=" + std::string(100'000, '[')), "--set:1:65: more than 64 brackets are open inside each other");
}

}  // namespace
}  // namespace initlab
