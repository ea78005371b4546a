#include "cli/completion.hpp"

namespace initlab {

Completable completable(std::string_view argument) {
  using Kind = Completable::Kind;
  // "openmp|tbb" are words to be typed; of "FILE|ID" the first is completed.
  const bool is_typed = !argument.empty() && argument.front() >= 'a' && argument.front() <= 'z';
  if (is_typed && argument.find('|') != std::string_view::npos) {
    Completable out{Kind::choices};
    for (std::size_t bar = 0; bar != std::string_view::npos;) {
      bar = argument.find('|');
      out.choices.push_back(argument.substr(0, bar));
      argument.remove_prefix(bar == std::string_view::npos ? 0 : bar + 1);
    }
    return out;
  }
  if (argument.starts_with("FILE")) return {Kind::files};
  if (argument.starts_with("FOLDER")) return {Kind::folders};
  if (argument == "ID") return {Kind::plugins};
  if (argument == "ACTIVATION") return {Kind::plugins, "activations"};
  if (argument == "INITIALIZER") return {Kind::plugins, "initializers"};
  return {};
}

Completable completable_words(const CommandSpec& spec) {
  return spec.words.empty() ? Completable{} : completable(spec.words.front());
}

std::vector<std::string> verbs_of(const NamedCommand& command) {
  std::vector<std::string> verbs;
  for (const CommandSpec& spec : command.specs())
    if (const std::size_t space = spec.name.find(' '); space != std::string::npos)
      verbs.push_back(spec.name.substr(space + 1));
  return verbs;
}

std::string joined(std::span<const std::string_view> parts, std::string_view separator) {
  std::string text;
  for (const std::string_view part : parts) (text += text.empty() ? "" : separator) += part;
  return text;
}

}  // namespace initlab
