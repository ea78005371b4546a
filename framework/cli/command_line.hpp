#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace initlab {

/// One long option of a command, as help shows it.
struct OptionSpec {
  std::string name;      ///< without the dashes
  std::string argument;  ///< "FILE"; empty for a flag
  std::string help;
  bool repeatable = false;

  /// "-o" for "output", in every command that has it; empty for most.
  std::string short_form() const;
  /// "--trials N"; "-o, --output FILE".
  std::string usage() const;
};

/// What a command accepts.
struct CommandSpec {
  std::string name;  ///< "run"
  std::string summary;
  std::vector<std::string> words;  ///< names of its positional arguments, all required: {"FILE"}
  std::vector<OptionSpec> options;
};

/// A command's parsed arguments. Parsing is strict: unknown options (with the nearest name), stray or missing words, an
/// option given twice, a flag with a value, are UsageErrors. A short form stands alone, its value behind it. A word
/// that begins with a digit after a dash is a value, so
/// "--seed -1" is answered with the range of seeds; an option is never the value of another. Behind "--" all are words.
class CommandLine {
 public:
  CommandLine(const CommandSpec& spec, std::span<const std::string> arguments);

  bool has(std::string_view option) const { return values_.contains(option); }
  bool wants_help() const { return help_; }
  const std::string& word(std::size_t index) const { return words_[index]; }

  std::optional<std::string> text(std::string_view option) const;
  std::vector<std::string> texts(std::string_view option) const;
  /// A whole number within the bounds; throws UsageError otherwise.
  std::optional<std::uint64_t> whole(std::string_view option, std::uint64_t lowest, std::uint64_t highest) const;
  /// One of these.
  std::string choice(std::string_view option, const std::vector<std::string>& allowed,
                     const std::string& otherwise) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> words_;
  bool help_ = false;
};

/// The command's help, for a terminal of that width.
std::string help_text(const CommandSpec& spec, unsigned width);

/// A whole number in decimal digits and nothing else, within the bounds, or nothing.
std::optional<std::uint64_t> parse_whole(std::string_view text, std::uint64_t lowest, std::uint64_t highest);

}  // namespace initlab
