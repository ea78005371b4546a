#include "core/config_text.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/config_parser.hpp"

namespace initlab {
namespace {

ConfigValue value_of(const std::string& toml) { return *parse_config("x = " + toml, "x.toml").find("x"); }
std::string canonical_of(const std::string& toml) { return canonical(value_of(toml)); }

TEST(Canonical, equal_numbers_are_written_equally) {
  for (const char* one : {"1", "1.0", "1e0", "0x1", "0b1", "+1", "10e-1"}) EXPECT_EQ(canonical_of(one), "1");
  for (const char* zero : {"0", "0.0", "-0.0"}) EXPECT_EQ(canonical_of(zero), "0");
  EXPECT_EQ(canonical_of("1e18"), canonical_of("1_000_000_000_000_000_000"));
}

TEST(Canonical, different_numbers_are_written_differently) {
  EXPECT_NE(canonical_of("9007199254740993"), canonical_of("9007199254740992.0"));  // 2^53 + 1 is no double
  EXPECT_NE(canonical_of("0.1"), canonical_of("0.10000000000000002"));
  EXPECT_NE(canonical_of("1"), canonical_of("'1'"));
  EXPECT_NE(canonical_of("true"), canonical_of("'true'"));
}

TEST(Canonical, numbers_are_the_shortest_that_read_back) {
  EXPECT_EQ(canonical_of("0.1"), "0.1");
  EXPECT_EQ(canonical_of("0.1000000000000000055"), "0.1");
  EXPECT_EQ(canonical_of("1e-5"), "1e-05");
  EXPECT_EQ(canonical_of("1e300"), "1e+300");
  EXPECT_EQ(canonical_of("-inf"), "-inf");
  EXPECT_EQ(canonical_of("nan"), "nan");
}

TEST(Canonical, neither_the_order_of_keys_nor_the_way_of_writing_matters) {
  const auto one = parse_config("[n]\nb = 'x'\na = [1, 2.50]\n[n.c]\nd = true\n", "one.toml");
  const auto other = parse_config("n = {a = [1.0,2.5], c.d = true, \"b\" = \"x\"}\n", "other.toml");
  EXPECT_EQ(canonical(one), canonical(other));
  EXPECT_EQ(canonical(one), R"({n={a=[1,2.5],b="x",c={d=true}}})");
}

TEST(Canonical, the_order_of_a_list_matters) { EXPECT_NE(canonical_of("[1, 2]"), canonical_of("[2, 1]")); }

TEST(Canonical, reads_back_as_the_same_value) {
  for (const char* toml : {"-9223372036854775808", "9223372036854775807", "9223372036854775808.0", "-1e19", "5e-324",
                           "1.7976931348623157e308", "'''a\nb\t\"c\" \\ é'''",
                           "{\"a b\" = 1, 'x.y' = {}, '' = [], c = [[1], ['']]}", "\"\\u007f\\u0001\""}) {
    const std::string once = canonical_of(toml);
    EXPECT_EQ(canonical_of(once), once);
    EXPECT_EQ(once.find('\n'), std::string::npos);
    EXPECT_EQ(value_of(once).kind(), value_of(toml).kind());
  }
}

TEST(ToDisplay, a_plugin_is_written_as_a_call) {
  EXPECT_EQ(to_display(value_of("'lecun_normal'")), "lecun_normal");
  EXPECT_EQ(to_display(value_of("{ plugin = 'lecun_normal' }")), "lecun_normal");
  EXPECT_EQ(to_display(value_of("{ plugin = 'normal', std = 0.50, mode = 'fan_in' }")), "normal(std=0.5, mode=fan_in)");
}

TEST(ToDisplay, other_values_are_written_plainly) {
  EXPECT_EQ(to_display(value_of("10")), "10");
  EXPECT_EQ(to_display(value_of("1.0")), "1");
  EXPECT_EQ(to_display(value_of("[10, 50]")), "[10, 50]");
  EXPECT_EQ(to_display(value_of("{ a = 1, b = false }")), "{a=1, b=false}");
}

TEST(Shortened, cuts_between_characters) {
  EXPECT_EQ(shortened("short"), "short");
  EXPECT_EQ(shortened("abcdefghij", 6), "abc...");
  EXPECT_EQ(shortened("ééééé", 6), "é...");  // two bytes each: the second would end at byte 4
  EXPECT_EQ(shortened(std::string(10'000'000, 'x')).size(), 80u);
}

TEST(Shortened, writes_control_characters_as_escapes) { EXPECT_EQ(shortened("a\x1b[2J\n"), "a\\u001B[2J\\u000A"); }

TEST(Described, says_what_a_value_is) {
  EXPECT_EQ(described(value_of("'many'")), "the string \"many\"");
  EXPECT_EQ(described(value_of("3")), "the integer 3");
  EXPECT_EQ(described(value_of("1e3")), "the number 1000.0");
  EXPECT_EQ(described(value_of("true")), "true");
  EXPECT_EQ(described(value_of("[1, 2]")), "the list [1,2]");
  EXPECT_EQ(described(value_of("{a = 1}")), "the table {a=1}");
}

}  // namespace
}  // namespace initlab
