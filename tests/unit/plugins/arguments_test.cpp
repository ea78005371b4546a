// From what the user wrote to one value for each parameter.
#include "plugins/arguments.hpp"

#include <limits>

#include "core/error.hpp"
#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

PluginRecord sample() {
  PluginRecord record;
  record.kind = PluginKind::activation;
  record.id = "sample";
  record.parameters = {
      {"slope", "", PluginParameter::Type::real, 0.01, 0.0, 1.0, "", {}},
      {"gain", "", PluginParameter::Type::real, 1.0, std::numeric_limits<double>::min(), infinity, "", {}},
      {"shift", "", PluginParameter::Type::real, 0.0, -infinity, infinity, "", {}},
      {"order", "", PluginParameter::Type::integer, 2.0, 1.0, infinity, "", {}},
      {"fan", "", PluginParameter::Type::choice, 1.0, 0.0, 1.0, "fan_out", {"fan_in", "fan_out"}},
      {"file", "", PluginParameter::Type::text, 0.0, 0.0, 0.0, "none", {}},
  };
  return record;
}

std::string refusal(const std::string& name, const ArgumentValue& value) {
  return text_of<UsageError>([&] { resolve(sample(), {{{name, value}}}); });
}

TEST(Arguments, what_is_not_given_has_its_default) {
  const ResolvedArguments expected{
      {{"slope", 0.01}, {"gain", 1.0}, {"shift", 0.0}, {"order", 2.0}, {"fan", "fan_out"}, {"file", "none"}}};
  EXPECT_EQ(resolve(sample(), {}), expected);
}

TEST(Arguments, what_is_given_comes_in_the_order_of_the_record) {
  const ResolvedArguments expected{
      {{"slope", 1.0}, {"gain", 1.0}, {"shift", -3.5}, {"order", 5.0}, {"fan", "fan_in"}, {"file", "w.txt"}}};
  EXPECT_EQ(
      resolve(sample(), {{{"file", "w.txt"}, {"fan", "fan_in"}, {"order", 5.0}, {"shift", -3.5}, {"slope", 1.0}}}),
      expected);
}

TEST(Arguments, an_unknown_name_is_refused_with_the_nearest) {
  EXPECT_EQ(
      refusal("slop", 0.5),
      "activation 'sample' has no parameter 'slop' (did you mean 'slope'?). It has: slope, gain, shift, order, fan, "
      "file");
  PluginRecord plain = sample();
  plain.parameters.clear();
  EXPECT_EQ(text_of<UsageError>([&] {
              resolve(plain, {{{"slope", 0.5}}});
            }),
            "activation 'sample' has no parameter 'slope' (it has none at all).");
}

TEST(Arguments, a_value_out_of_range_is_refused_with_the_range) {
  EXPECT_EQ(refusal("slope", 1.5), "'slope' = 1.5 of activation 'sample' is out of range (must lie between 0 and 1)");
  EXPECT_EQ(refusal("gain", 0.0), "'gain' = 0 of activation 'sample' is out of range (must be greater than 0)");
  EXPECT_EQ(refusal("order", 0.0), "'order' = 0 of activation 'sample' is out of range (must be at least 1)");
  EXPECT_EQ(refusal("shift", infinity), "'shift' = inf of activation 'sample' is out of range (must be finite)");
  EXPECT_EQ(refusal("shift", std::numeric_limits<double>::quiet_NaN()),
            "'shift' = nan of activation 'sample' is out of range (must be finite)");
}

TEST(Arguments, the_ends_of_a_range_belong_to_it) {
  EXPECT_EQ(refusal("slope", 0.0), "no exception");
  EXPECT_EQ(refusal("slope", 1.0), "no exception");
}

TEST(Arguments, a_fraction_is_no_whole_number) {
  EXPECT_EQ(refusal("order", 2.5), "'order' = 2.5 of activation 'sample' is not a whole number.");
}

TEST(Arguments, a_wrong_type_is_refused) {
  EXPECT_EQ(refusal("slope", "steep"), "'slope' = 'steep' of activation 'sample' is a text (must be a number).");
  EXPECT_EQ(refusal("file", 1.0), "'file' = 1 of activation 'sample' is a number (must be a text).");
}

TEST(Arguments, an_unknown_choice_is_refused_with_the_list) {
  EXPECT_EQ(refusal("fan", "fanin"),
            "'fan' = 'fanin' of activation 'sample' is not a choice (did you mean 'fan_in'?) (must be one of: fan_in, "
            "fan_out)");
  EXPECT_EQ(refusal("fan", 1.0), "'fan' = 1 of activation 'sample' is not a choice (must be one of: fan_in, fan_out)");
}

TEST(Arguments, a_name_given_twice_is_refused) {
  EXPECT_EQ(text_of<UsageError>([] {
              resolve(sample(), {{{"slope", 0.5}, {"slope", 0.6}}});
            }),
            "'slope' of activation 'sample' is given twice.");
}

TEST(Arguments, a_refusal_is_a_usage_error) {
  try {
    resolve(sample(), {{{"slope", 1.5}}});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.exit_code(), ExitCode::usage);
  }
}

}  // namespace
}  // namespace initlab::test
