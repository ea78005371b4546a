#include <fmt/format.h>

#include "cli/completion.hpp"

namespace initlab {
namespace {

constexpr std::string_view beginning = R"text(# bash completion for initlab, made by `initlab completion bash`

_initlab_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }
_initlab_files() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$1"); }
_initlab_folders() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$1"); }
# The plugins of a kind, or all.
_initlab_plugins() {
  _initlab_words "$(initlab plugins list 2>/dev/null |
    awk -v kind="$1" '/^[a-z]/ { now = $1 } /^  [^ ]/ && (kind == "" || kind == now) { print $1 }')" "$2"
}

_initlab() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
  COMPREPLY=()
)text";

std::string action(const Completable& what) {
  switch (what.kind) {
    case Completable::Kind::nothing:
      return ":";
    case Completable::Kind::files:
      return "_initlab_files \"$word\"";
    case Completable::Kind::folders:
      return "_initlab_folders \"$word\"";
    case Completable::Kind::plugins:
      return fmt::format("_initlab_plugins '{}' \"$word\"", what.plugins);
    case Completable::Kind::choices:
      return fmt::format("_initlab_words '{}' \"$word\"", joined(what.choices, " "));
  }
  return ":";
}

std::string options_of(const CommandSpec& spec) {
  std::string list;
  for (const OptionSpec& option : spec.options) list += "--" + option.name + ' ';  // what a short form is, help tells
  return list + "--help";
}

}  // namespace

std::string bash_completion(std::span<const NamedCommand> commands) {
  std::string names, verbs, values, words;
  for (const NamedCommand& command : commands) {
    names += std::string(command.name) + ' ';
    std::string list;
    for (const std::string& verb : verbs_of(command)) list += verb + ' ';
    if (!list.empty())
      verbs += fmt::format(
          "    {}) if ((COMP_CWORD == 2)); then _initlab_words '{}--help' \"$word\"; return; fi\n"
          "      command+=\" ${{COMP_WORDS[2]}}\" ;;\n",
          command.name, list);
    for (const CommandSpec& spec : command.specs()) {
      for (const OptionSpec& option : spec.options)
        if (!option.argument.empty()) {
          const std::string letter = option.short_form();
          values += fmt::format("    '{} --{}'{}) {}; return ;;\n", spec.name, option.name,
                                letter.empty() ? "" : fmt::format("|'{} {}'", spec.name, letter),
                                action(completable(option.argument)));
        }
      words += fmt::format("    '{}') if [[ $word == -* ]]; then _initlab_words '{}' \"$word\"; else {}; fi ;;\n",
                           spec.name, options_of(spec), action(completable_words(spec)));
    }
  }
  return fmt::format(
      "{}  if ((COMP_CWORD == 1)); then _initlab_words '{}help --help --version' \"$word\"; return; fi\n"
      "  case $command in\n{}  esac\n  case \"$command $before\" in\n{}  esac\n  case $command in\n{}  esac\n}}\n"
      "complete -F _initlab initlab\n",
      beginning, names, verbs, values, words);
}

}  // namespace initlab
