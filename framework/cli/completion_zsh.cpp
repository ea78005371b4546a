#include <fmt/format.h>

#include "cli/completion.hpp"

namespace initlab {
namespace {

constexpr std::string_view beginning = R"text(#compdef initlab
# zsh completion for initlab, made by `initlab completion zsh`

# The plugins of a kind, or all.
_initlab_plugins() {
  local -a ids
  ids=(${(f)"$(initlab plugins list 2>/dev/null |
    awk -v kind="$1" '/^[a-z]/ { now = $1 } /^  [^ ]/ && (kind == "" || kind == now) { print $1 }')"})
  compadd -a ids
}

_initlab() {
  local -a names verbs
)text";

/// Inside single quotes, in a specification of _arguments or _describe.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '\'')
      out += "'\\''";
    else if (letter == '[' || letter == ']' || letter == ':' || letter == '\\')
      out += std::string("\\") + letter;
    else
      out += letter;
  }
  return out;
}

std::string action(const Completable& what) {
  switch (what.kind) {
    case Completable::Kind::nothing:
      return " ";
    case Completable::Kind::files:
      return "_files";
    case Completable::Kind::folders:
      return "_files -/";
    case Completable::Kind::plugins:
      return fmt::format("_initlab_plugins {}", what.plugins);
    case Completable::Kind::choices:
      return fmt::format("({})", joined(what.choices, " "));
  }
  return " ";
}

std::string arguments_of(const CommandSpec& spec) {
  std::string text = "_arguments '--help[tells more]'";
  for (const OptionSpec& option : spec.options) {
    const std::string letter = option.short_form();
    // Either form, and not the other beside it.
    const std::string name = letter.empty() ? fmt::format("'{}--{}", option.repeatable ? "*" : "", option.name)
                                            : fmt::format("'({0} --{1})'{{{0},--{1}}}'", letter, option.name);
    text += fmt::format(" \\\n        {}[{}]", name, escaped(option.help));
    if (!option.argument.empty())
      text += fmt::format(":{}:{}", escaped(option.argument), action(completable(option.argument)));
    text += '\'';
  }
  if (!spec.words.empty())
    text += fmt::format(" \\\n        '*:{}:{}'", escaped(spec.words.front()), action(completable_words(spec)));
  return text;
}

}  // namespace

std::string zsh_completion(std::span<const NamedCommand> commands) {
  std::string names, verbs, words;
  for (const NamedCommand& command : commands) {
    names += fmt::format(" \\\n      '{}:{}'", command.name, escaped(command.summary));
    std::string list;
    for (const std::string& verb : verbs_of(command)) list += verb + ' ';
    if (!list.empty())
      verbs += fmt::format(
          "    {}) if ((CURRENT == 3)); then compadd -- {}--help; return; fi\n"
          "      command+=\" $words[3]\"; skipped=2 ;;\n",
          command.name, list);
    for (const CommandSpec& spec : command.specs())
      words += fmt::format("    '{}') {} ;;\n", spec.name, arguments_of(spec));
  }
  return fmt::format(
      "{}  if ((CURRENT == 2)); then\n    names=({} \\\n      'help:tells what a command does')\n"
      "    _describe command names\n    compadd -- --help --version\n    return\n  fi\n"
      "  local command=$words[2] skipped=1\n  case $command in\n{}  esac\n"
      "  words=(\"${{(@)words[skipped+1,-1]}}\")\n  ((CURRENT -= skipped))\n"
      "  case $command in\n{}  esac\n}}\n\n"
      // Read by the completion system, the file is the function's body; by eval, it only defines it.
      "if [[ $funcstack[1] == _initlab ]]; then _initlab \"$@\"; else compdef _initlab initlab; fi\n",
      beginning, names, verbs, words);
}

}  // namespace initlab
