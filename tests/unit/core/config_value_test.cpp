#include "core/config_value.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "core/config_parser.hpp"
#include "core/config_text.hpp"
#include "unit/core/error_text.hpp"

namespace initlab {
namespace {

ConfigValue number(std::int64_t value) { return ConfigValue(value); }

TEST(ConfigValue, each_content_has_its_kind) {
  EXPECT_EQ(ConfigValue(true).kind(), ConfigKind::boolean);
  EXPECT_EQ(ConfigValue(1).kind(), ConfigKind::integer);
  EXPECT_EQ(ConfigValue(1.0).kind(), ConfigKind::floating);
  EXPECT_EQ(ConfigValue("relu").kind(), ConfigKind::string);
  EXPECT_EQ(ConfigValue(ConfigValue::Array{}).kind(), ConfigKind::array);
  EXPECT_EQ(ConfigValue(ConfigValue::Table{}).kind(), ConfigKind::table);
}

TEST(ConfigValue, reading_another_kind_is_a_mistake_of_the_caller) {
  EXPECT_THROW(ConfigValue("relu").as_integer(), DomainError);
  EXPECT_THROW(ConfigValue(1).as_boolean(), DomainError);
  EXPECT_THROW(ConfigValue(1).find("key"), DomainError);
  EXPECT_EQ(ConfigValue(3).as_floating(), 3.0);
}

TEST(ConfigValue, with_replaces_one_key_and_keeps_the_others_in_their_order) {
  const ConfigValue before = parse_config("b = 1\na = 2\n[network]\nwidth = 3\ndepth = 4\n", "x.toml");
  const ConfigValue after = before.with("network.width", number(30));
  EXPECT_EQ(canonical(after), "{a=2,b=1,network={depth=4,width=30}}");
  EXPECT_EQ(after.as_table()[0].key, "b");
  EXPECT_EQ(after.find("network")->as_table()[0].key, "width");
}

TEST(ConfigValue, with_leaves_the_value_it_was_called_on_alone) {
  const ConfigValue before = parse_config("[network]\nwidth = 3\n", "x.toml");
  before.with("network.width", number(30));
  EXPECT_EQ(canonical(before), "{network={width=3}}");
}

TEST(ConfigValue, with_makes_the_tables_on_the_way) {
  const ConfigValue empty(ConfigValue::Table{});
  EXPECT_EQ(canonical(empty.with("a.b.c", number(1))), "{a={b={c=1}}}");
}

TEST(ConfigValue, with_changes_a_parameter_of_an_inline_table) {
  const ConfigValue before = parse_config("[network]\ninitializer = { plugin = 'normal', std = 0.01 }\n", "x.toml");
  EXPECT_EQ(canonical(before.with("network.initializer.std", ConfigValue(0.5))),
            R"({network={initializer={plugin="normal",std=0.5}}})");
}

TEST(ConfigValue, with_does_not_turn_a_string_into_a_table) {
  const ConfigValue before = parse_config("[network]\ninitializer = 'lecun_normal'\n", "depth.toml");
  const ConfigAssignment assignment = parse_assignment("network.initializer.std=0.5");
  EXPECT_EQ(usage_error([&] { before.with(assignment.path, assignment.value); }),
            "--set: 'network.initializer.std' cannot be set, because 'network.initializer' (depth.toml:2:15) is the "
            "string \"lecun_normal\", not a table. Set 'network.initializer' as a whole.");
}

TEST(ConfigValue, with_refuses_a_path_with_an_empty_part) {
  const ConfigValue empty(ConfigValue::Table{});
  for (const char* path : {"", ".", "a..b", ".a", "a."})
    EXPECT_EQ(usage_error([&] { empty.with(path, parse_assignment("x=1").value); }),
              std::string("--set: the key '") + path + "' has an empty part");
}

TEST(ConfigValue, with_refuses_a_path_that_would_nest_deeply) {
  std::string path = "a";
  for (int i = 0; i < 100'000; ++i) path += ".a";
  const std::string text = usage_error([&] { ConfigValue(ConfigValue::Table{}).with(path, number(1)); });
  EXPECT_NE(text.find("has more than 64 parts"), std::string::npos) << text;
  EXPECT_LT(text.size(), 200u);
}

}  // namespace
}  // namespace initlab
