#include "cli/command_line.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"

namespace initlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CommandSpec spec() {
  return {"run",
          "Runs an experiment.",
          {"FILE"},
          {{"trials", "N", "networks a point"},
           {"output", "FILE", "stores the results"},
           {"set", "KEY=VALUE", "changes one key", true},
           {"quiet", "", "prints nothing"}}};
}

CommandLine parsed(const std::vector<std::string>& arguments) { return CommandLine(spec(), arguments); }

std::string refusal(const std::vector<std::string>& arguments) {
  try {
    parsed(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(CommandLine, reads_words_options_and_flags_in_any_order) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"a.toml", "--trials", "5", "--quiet"},
                                                    {"--quiet", "--trials", "5", "a.toml"},
                                                    {"--trials=5", "a.toml", "--quiet"}}) {
    const CommandLine line = parsed(arguments);
    EXPECT_EQ(line.word(0), "a.toml");
    EXPECT_EQ(line.text("trials"), "5");
    EXPECT_TRUE(line.has("quiet"));
    EXPECT_FALSE(line.has("output"));
    EXPECT_EQ(line.text("output"), std::nullopt);
    EXPECT_FALSE(line.wants_help());
  }
}

TEST(CommandLine, collects_a_repeatable_option_in_order) {
  EXPECT_THAT(parsed({"a", "--set", "x=1", "--set=y=2", "--set", "x=3"}).texts("set"),
              ElementsAre("x=1", "y=2", "x=3"));
  EXPECT_THAT(parsed({"a"}).texts("set"), IsEmpty());
}

TEST(CommandLine, takes_a_value_as_it_is) {
  EXPECT_EQ(parsed({"a", "--trials", "-1"}).text("trials"), "-1");
  EXPECT_EQ(parsed({"a", "--trials=-1"}).text("trials"), "-1");
  EXPECT_EQ(parsed({"a", "--trials", ""}).text("trials"), "");
  EXPECT_EQ(parsed({"a", "--trials", " 7"}).text("trials"), " 7");
  EXPECT_EQ(parsed({"a", "--trials", "٣"}).text("trials"), "٣");
  EXPECT_EQ(parsed({"a", "--output", "-"}).text("output"), "-");
  EXPECT_EQ(parsed({"a", "--output", "name with\nnewline"}).text("output"), "name with\nnewline");
  EXPECT_EQ(parsed({"a", "--output=--quiet"}).text("output"), "--quiet");
  EXPECT_EQ(parsed({"a", "--set", "k=a=b"}).text("set"), "k=a=b");
}

TEST(CommandLine, takes_the_short_form_of_an_option_with_its_value_behind_it) {
  EXPECT_EQ(parsed({"a", "-o", "x.nc", "--quiet"}).text("output"), "x.nc");
  EXPECT_EQ(parsed({"-o", "-", "a"}).text("output"), "-");
  EXPECT_EQ(parsed({"--", "-o"}).word(0), "-o");
}

TEST(CommandLine, refuses_a_short_form_that_does_not_stand_alone) {
  EXPECT_EQ(refusal({"a", "-output", "x.nc"}),
            "unknown option '-output' (did you mean '--output'?). See initlab run --help.");
  EXPECT_EQ(refusal({"a", "-ox.nc"}), "unknown option '-ox.nc'. See initlab run --help.");
  EXPECT_EQ(refusal({"a", "-o"}), "option '--output' needs a value. See initlab run --help.");
  EXPECT_EQ(refusal({"a", "-o", "--quiet"}), "option '--output' needs a value. See initlab run --help.");
  EXPECT_EQ(refusal({"a", "-o", "x", "--output", "y"}), "option '--output' is given twice.");
  EXPECT_EQ(refusal({"a", "--trials", "-o", "x"}), "option '--trials' needs a value. See initlab run --help.");
}

TEST(CommandLine, knows_a_short_form_only_where_there_is_its_option) {
  const std::vector<std::string> arguments{"a", "-o", "x.nc"};
  EXPECT_THROW(CommandLine({"theory", "", {"FILE"}, {{"csv", "FILE", ""}}}, arguments), UsageError);
}

TEST(CommandLine, takes_a_number_with_a_sign_as_a_word) { EXPECT_EQ(parsed({"-1"}).word(0), "-1"); }

TEST(CommandLine, takes_everything_behind_two_dashes_as_words) {
  EXPECT_EQ(parsed({"--quiet", "--", "--trials"}).word(0), "--trials");
  EXPECT_EQ(refusal({"--", "a", "--quiet"}), "'--quiet' is one word too many for initlab run. See initlab run --help.");
}

TEST(CommandLine, wants_help_whatever_else_is_missing) {
  for (const std::string help : {"--help", "-h"}) {
    EXPECT_TRUE(parsed({help}).wants_help());
    EXPECT_TRUE(parsed({"a", "b", help, "--quiet"}).wants_help());
  }
}

TEST(CommandLine, refuses_an_unknown_option_with_the_nearest) {
  EXPECT_EQ(refusal({"a", "--trails", "10"}),
            "unknown option '--trails' (did you mean '--trials'?). See initlab run --help.");
  EXPECT_EQ(refusal({"a", "--trails=10"}),
            "unknown option '--trails' (did you mean '--trials'?). See initlab run --help.");
  EXPECT_EQ(refusal({"a", "--hlp"}), "unknown option '--hlp' (did you mean '--help'?). See initlab run --help.");
  EXPECT_EQ(refusal({"a", "--zzzzzz"}), "unknown option '--zzzzzz'. See initlab run --help.");
  EXPECT_EQ(refusal({"a", "-q"}), "unknown option '-q'. See initlab run --help.");
  EXPECT_EQ(refusal({"a", "--trial", "5"}),
            "unknown option '--trial' (did you mean '--trials'?). See initlab run --help.");
  EXPECT_EQ(refusal({"a", "--Trials", "5"}),
            "unknown option '--Trials' (did you mean '--trials'?). See initlab run --help.");
}

TEST(CommandLine, refuses_an_option_given_twice) {
  EXPECT_EQ(refusal({"a", "--trials", "5", "--trials=6"}), "option '--trials' is given twice.");
}

TEST(CommandLine, refuses_a_flag_with_a_value) {
  EXPECT_EQ(refusal({"a", "--quiet=1"}), "option '--quiet' takes no value. See initlab run --help.");
}

TEST(CommandLine, refuses_an_option_without_its_value) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"a", "--output"},
                                                    {"a", "--output="},
                                                    {"a", "--output", "--quiet"},
                                                    {"a", "--output", "--"}})
    EXPECT_EQ(refusal(arguments), "option '--output' needs a value. See initlab run --help.");
}

TEST(CommandLine, refuses_words_too_many_or_too_few) {
  EXPECT_EQ(refusal({"a", "b"}), "'b' is one word too many for initlab run. See initlab run --help.");
  EXPECT_EQ(refusal({"a", "--quiet", "yes"}), "'yes' is one word too many for initlab run. See initlab run --help.");
  EXPECT_EQ(refusal({}), "FILE is missing behind initlab run. See initlab run --help.");
  EXPECT_EQ(refusal({"--quiet"}), "FILE is missing behind initlab run. See initlab run --help.");
}

TEST(CommandLine, gives_whole_numbers_within_their_bounds) {
  EXPECT_EQ(parsed({"a", "--trials", "5"}).whole("trials", 1, 10), 5u);
  EXPECT_EQ(parsed({"a"}).whole("trials", 1, 10), std::nullopt);
  for (const std::string text :
       {"0", "11", "-1", "1e3", "", " 7", "7 ", "12abc", "٣", "0x5", "+5", "1e30", "99999999999999999999"})
    try {
      parsed({"a", "--trials", text}).whole("trials", 1, 10);
      ADD_FAILURE() << text;
    } catch (const UsageError& error) {
      EXPECT_EQ(std::string(error.what()), "--trials '" + text + "' must be a whole number between 1 and 10.");
    }
}

TEST(CommandLine, gives_one_of_some_choices) {
  EXPECT_EQ(parsed({"a", "--output", "tbb"}).choice("output", {"serial", "tbb"}, "serial"), "tbb");
  EXPECT_EQ(parsed({"a"}).choice("output", {"serial", "tbb"}, "serial"), "serial");
  try {
    parsed({"a", "--output", "serail"}).choice("output", {"serial", "tbb"}, "serial");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(), "--output 'serail' is not one of serial, tbb (did you mean 'serial'?).");
  }
}

TEST(ParseWhole, takes_decimal_digits_and_nothing_else) {
  EXPECT_EQ(parse_whole("0", 0, UINT64_MAX), 0u);
  EXPECT_EQ(parse_whole("18446744073709551615", 0, UINT64_MAX), UINT64_MAX);
  EXPECT_EQ(parse_whole("007", 0, 10), 7u);
  for (const std::string_view text :
       {"", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1", "18446744073709551616", "٣", "1\n"})
    EXPECT_EQ(parse_whole(text, 0, UINT64_MAX), std::nullopt) << text;
}

TEST(ParseWhole, includes_both_bounds) {
  EXPECT_EQ(parse_whole("3", 3, 5), 3u);
  EXPECT_EQ(parse_whole("5", 3, 5), 5u);
  EXPECT_EQ(parse_whole("2", 3, 5), std::nullopt);
  EXPECT_EQ(parse_whole("6", 3, 5), std::nullopt);
}

TEST(HelpText, names_every_word_option_and_argument) {
  const std::string text = help_text(spec(), 80);
  EXPECT_THAT(text, HasSubstr("initlab run FILE [options]"));
  EXPECT_THAT(text, HasSubstr("Runs an experiment."));
  for (const std::string line : {"--trials N", "--output FILE", "--set KEY=VALUE", "--quiet", "stores the results"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(text,
              HasSubstr("\n      --trials N       networks a point\n  -o, --output FILE    stores the results\n"));
}

}  // namespace
}  // namespace initlab
