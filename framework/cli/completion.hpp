#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_table.hpp"

namespace initlab {

/// Scripts that teach a shell to complete initlab's commands, options and values. They hold what the commands'
/// specifications say; the plugins that can be had they ask the program for, by `initlab plugins list`.
std::string bash_completion(std::span<const NamedCommand> commands);
std::string zsh_completion(std::span<const NamedCommand> commands);
std::string fish_completion(std::span<const NamedCommand> commands);

/// What may stand where a specification says "FILE", "FOLDERS", "ID" or "openmp|tbb".
struct Completable {
  enum class Kind { nothing, files, folders, plugins, choices };
  Kind kind = Kind::nothing;
  std::string_view plugins{};               ///< "activations" or "initializers"; empty for both
  std::vector<std::string_view> choices{};  ///< of Kind::choices
};
Completable completable(std::string_view argument);
/// The same of a command's words, which are of one kind.
Completable completable_words(const CommandSpec& spec);

/// The verbs of a command that has some: {"list", "show"} of "plugins".
std::vector<std::string> verbs_of(const NamedCommand& command);

/// `parts` with `separator` between them.
std::string joined(std::span<const std::string_view> parts, std::string_view separator);

}  // namespace initlab
