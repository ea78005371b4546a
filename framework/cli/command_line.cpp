#include "cli/command_line.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <cctype>
#include <charconv>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "results/report_style.hpp"

namespace initlab {
namespace {

namespace po = boost::program_options;

// Long options in full and nothing else; "-1" is then a value or a word, not an option.
constexpr int style = po::command_line_style::allow_long | po::command_line_style::long_allow_adjacent |
                      po::command_line_style::long_allow_next;

std::string see_help(const CommandSpec& spec) { return " See initlab " + spec.name + " --help."; }

[[noreturn]] void refuse_option(const CommandSpec& spec, const std::string& given) {
  std::vector<std::string> known{"--help"};
  for (const OptionSpec& option : spec.options) known.push_back("--" + option.name);
  throw UsageError("unknown option '" + given + "'" + did_you_mean(given, known) + "." + see_help(spec));
}

[[noreturn]] void refuse_without_value(const CommandSpec& spec, const std::string& option) {
  throw UsageError("option '" + option + "' needs a value." + see_help(spec));
}

po::options_description describe(const CommandSpec& spec) {
  po::options_description options;
  options.add_options()("help", "");
  for (const OptionSpec& option : spec.options) {
    if (option.argument.empty())
      options.add_options()(option.name.c_str(), "");
    else
      options.add_options()(option.name.c_str(), po::value<std::string>(), "");
  }
  return options;
}

po::parsed_options parse(const CommandSpec& spec, std::vector<std::string> arguments) {
  const po::options_description options = describe(spec);
  try {
    return po::command_line_parser(arguments).options(options).style(style).allow_unregistered().run();
  } catch (const po::invalid_command_line_syntax& error) {
    const std::string option = error.get_option_name();
    if (error.kind() == po::invalid_syntax::extra_parameter)
      throw UsageError("option '" + option + "' takes no value." + see_help(spec));
    refuse_without_value(spec, option);
  } catch (const po::error& error) {
    throw UsageError(std::string(error.what()) + "." + see_help(spec));
  }
}

/// With the long forms instead of the short ones.
std::vector<std::string> spelled_out(const CommandSpec& spec, std::vector<std::string> arguments) {
  std::ranges::replace(arguments, std::string("-h"), std::string("--help"));
  for (const OptionSpec& option : spec.options)
    if (const std::string letter = option.short_form(); !letter.empty())
      std::ranges::replace(arguments, letter, "--" + option.name);
  return arguments;
}

}  // namespace

std::string OptionSpec::short_form() const { return name == "output" ? "-o" : ""; }

std::string OptionSpec::usage() const {
  const std::string letter = short_form();
  return (letter.empty() ? "" : letter + ", ") + "--" + name + (argument.empty() ? "" : " " + argument);
}

std::optional<std::uint64_t> parse_whole(std::string_view text, std::uint64_t lowest, std::uint64_t highest) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < lowest || number > highest)
    return std::nullopt;
  return number;
}

CommandLine::CommandLine(const CommandSpec& spec, std::span<const std::string> arguments) {
  const auto options_end = std::ranges::find(arguments, "--");
  for (const po::option& item : parse(spec, spelled_out(spec, {arguments.begin(), options_end})).options) {
    const std::string given = item.original_tokens.empty() ? "" : item.original_tokens.front();
    if (item.unregistered && !item.string_key.empty()) refuse_option(spec, given.substr(0, given.find('=')));
    if (item.string_key == "help") {
      help_ = true;
    } else if (item.position_key >= 0 || item.string_key.empty()) {
      const std::string& word = item.value.empty() ? given : item.value.front();
      if (word.size() > 1 && word[0] == '-' && !std::isdigit(static_cast<unsigned char>(word[1])))
        refuse_option(spec, word);
      words_.push_back(word);
    } else {
      std::vector<std::string>& values = values_[item.string_key];
      const bool repeatable = std::ranges::any_of(
          spec.options, [&](const OptionSpec& o) { return o.name == item.string_key && o.repeatable; });
      if (!values.empty() && !repeatable) throw UsageError("option '--" + item.string_key + "' is given twice.");
      values.push_back(item.value.empty() ? "" : item.value.front());
      // "--output --force" is a name forgotten, not a file called "--force"; "--output=--force" would be one.
      if (item.original_tokens.size() > 1 && values.back().starts_with("--")) refuse_without_value(spec, given);
    }
  }
  if (help_) return;
  if (options_end != arguments.end()) words_.insert(words_.end(), options_end + 1, arguments.end());
  if (words_.size() > spec.words.size())
    throw UsageError("'" + words_[spec.words.size()] + "' is one word too many for initlab " + spec.name + "." +
                     see_help(spec));
  if (words_.size() < spec.words.size())
    throw UsageError(spec.words[words_.size()] + " is missing behind initlab " + spec.name + "." + see_help(spec));
}

std::optional<std::string> CommandLine::text(std::string_view option) const {
  const auto found = values_.find(option);
  if (found == values_.end()) return std::nullopt;
  return found->second.front();
}

std::vector<std::string> CommandLine::texts(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::uint64_t> CommandLine::whole(std::string_view option, std::uint64_t lowest,
                                                std::uint64_t highest) const {
  const std::optional<std::string> given = text(option);
  if (!given) return std::nullopt;
  const std::optional<std::uint64_t> number = parse_whole(*given, lowest, highest);
  if (!number)
    throw UsageError("--" + std::string(option) + " '" + *given + "' must be a whole number between " +
                     std::to_string(lowest) + " and " + std::to_string(highest) + ".");
  return number;
}

std::string CommandLine::choice(std::string_view option, const std::vector<std::string>& allowed,
                                const std::string& otherwise) const {
  const std::optional<std::string> given = text(option);
  if (!given) return otherwise;
  if (std::ranges::find(allowed, *given) == allowed.end()) {
    std::string list;
    for (const std::string& each : allowed) list += (list.empty() ? "" : ", ") + each;
    throw UsageError("--" + std::string(option) + " '" + *given + "' is not one of " + list +
                     did_you_mean(*given, allowed) + ".");
  }
  return *given;
}

std::string help_text(const CommandSpec& spec, unsigned width) {
  std::string text = "initlab " + spec.name;
  for (const std::string& word : spec.words) text += " " + word;
  if (!spec.options.empty()) text += " [options]";
  text += "\n\n" + wrapped(spec.summary, width) + "\n";
  std::size_t column = 0;
  const bool has_short =
      std::ranges::any_of(spec.options, [](const OptionSpec& option) { return !option.short_form().empty(); });
  const auto left = [&](const OptionSpec& option) {
    return (has_short && option.short_form().empty() ? "      " : "  ") + option.usage();
  };
  for (const OptionSpec& option : spec.options) column = std::max(column, left(option).size() + 2);
  if (!spec.options.empty()) text += "\n";
  for (const OptionSpec& option : spec.options) {
    std::string line = left(option);
    line.resize(column, ' ');
    text += line + wrapped(option.help, std::max(width, unsigned(column) + 30), unsigned(column)) + "\n";
  }
  return text;
}

}  // namespace initlab
