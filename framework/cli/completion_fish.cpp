#include <fmt/format.h>

#include "cli/completion.hpp"

namespace initlab {
namespace {

constexpr std::string_view beginning = R"text(# fish completion for initlab, made by `initlab completion fish`

# Whether these words, and no further one if they are none, stand behind initlab.
function __initlab_in
    set -l words (commandline -opc)
    set -e words[1]
    test (count $argv) -gt 0; or begin; test (count $words) -eq 0; return; end
    test "$words[1..$(count $argv)]" = "$argv"
end
# Whether the command's verb is still missing.
function __initlab_needs_verb
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test "$words[2]" = "$argv[1]"
end
# The plugins of a kind, or all.
function __initlab_plugins
    initlab plugins list 2>/dev/null |
        awk -v kind="$argv[1]" '/^[a-z]/ { now = $1 } /^  [^ ]/ && (kind == "" || kind == now) { print $1 }'
end

complete -c initlab -f
complete -c initlab -n __initlab_in -l version -d 'tells what was built'
complete -c initlab -l help -d 'tells more'
complete -c initlab -n __initlab_in -a help -d 'tells what a command does'
)text";

/// Inside single quotes.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') out += '\\';
    out += letter;
  }
  return out;
}

/// The options of `complete` that say so.
std::string action(const Completable& what) {
  switch (what.kind) {
    case Completable::Kind::nothing:
      return " -f";
    case Completable::Kind::files:
      return " -F";
    case Completable::Kind::folders:
      return " -f -a '(__fish_complete_directories)'";
    case Completable::Kind::plugins:
      return fmt::format(" -f -a '(__initlab_plugins {})'", what.plugins);
    case Completable::Kind::choices:
      return fmt::format(" -f -a '{}'", joined(what.choices, " "));
  }
  return " -f";
}

std::string lines_of(const CommandSpec& spec) {
  const std::string start = fmt::format("complete -c initlab -n '__initlab_in {}'", spec.name);
  std::string text;
  for (const OptionSpec& option : spec.options) {
    const std::string value = option.argument.empty() ? "" : " -r" + action(completable(option.argument));
    const std::string letter = option.short_form().empty() ? "" : " -s " + option.short_form().substr(1);
    text += fmt::format("{}{} -l {}{} -d '{}'\n", start, letter, option.name, value, escaped(option.help));
  }
  if (!spec.words.empty()) text += start + action(completable_words(spec)) + '\n';
  return text;
}

}  // namespace

std::string fish_completion(std::span<const NamedCommand> commands) {
  std::string text(beginning);
  for (const NamedCommand& command : commands) {
    text +=
        fmt::format("\ncomplete -c initlab -n __initlab_in -a {} -d '{}'\n", command.name, escaped(command.summary));
    for (const std::string& verb : verbs_of(command))
      text += fmt::format("complete -c initlab -n '__initlab_needs_verb {}' -a {}\n", command.name, verb);
    for (const CommandSpec& spec : command.specs()) text += lines_of(spec);
  }
  return text;
}

}  // namespace initlab
