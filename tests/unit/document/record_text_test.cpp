#include "document/record_text.hpp"

#include <gmock/gmock.h>

namespace initlab {
namespace {

using testing::HasSubstr;

PluginParameter slope() {
  PluginParameter parameter;
  parameter.name = "slope";
  parameter.meaning = "The gradient; 0 gives ReLU";
  parameter.default_value = 0.25;
  parameter.maximum = 1.0;
  return parameter;
}

PluginParameter text(const std::string& name, const std::string& value) {
  PluginParameter parameter;
  parameter.name = name;
  parameter.type = PluginParameter::Type::text;
  parameter.default_text = value;
  return parameter;
}

PluginRecord record(std::vector<PluginParameter> parameters) {
  PluginRecord record;
  record.id = "leaky";
  record.parameters = std::move(parameters);
  return record;
}

TEST(RecordText, a_plugin_without_parameters_is_its_name) {
  EXPECT_EQ(toml_choice(record({}), {}), "\"leaky\"");
  EXPECT_THAT(parameter_section(record({})), HasSubstr("It has none."));
}

TEST(RecordText, names_all_parameters_but_empty_texts) {
  const PluginRecord leaky = record({slope(), text("formula", "x \"y\""), text("arrays", "")});
  EXPECT_EQ(toml_choice(leaky, resolve(leaky, {})), R"({ plugin = "leaky", slope = 0.25, formula = "x \"y\"" })");
}

TEST(RecordText, has_a_row_for_each_parameter) {
  EXPECT_THAT(parameter_section(record({slope(), text("arrays", "")})),
              HasSubstr("| `slope` | `0.25` | lie between 0 and 1 | The gradient; 0 gives ReLU |\n"
                        "| `arrays` | empty | be a text |  |\n"));
}

TEST(RecordText, first_sentence_ends_at_a_point_and_a_space) {
  EXPECT_EQ(first_sentence("Slope 0.5 at 0. And more. "), "Slope 0.5 at 0.");
  EXPECT_EQ(first_sentence("One only"), "One only");
}

}  // namespace
}  // namespace initlab
