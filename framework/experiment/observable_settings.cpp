#include "experiment/observable_settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>

#include "core/config_text.hpp"
#include "core/error.hpp"
#include "core/nearest.hpp"
#include "experiment/settings.hpp"

namespace initlab {
namespace {

std::vector<std::string> names_in(const ObservableGroup& group, std::size_t matrices) {
  std::vector<std::string> names;
  for (const Quantity& quantity : group.quantities(matrices)) names.push_back(quantity.name);
  return names;
}

bool is_among(const std::string& name, const std::vector<std::string>& names) {
  return std::ranges::find(names, name) != names.end();
}

/// The quantities of each group that a network can have, with all weight matrices of a branch and a projection.
const std::vector<std::vector<std::string>>& known_quantities() {
  static const std::vector<std::vector<std::string>> known = [] {
    std::vector<std::vector<std::string>> all;
    for (const ObservableGroup& group : observable_groups())
      all.push_back(names_in(group, static_cast<std::size_t>(most_branch_layers) + 1));
    return all;
  }();
  return known;
}

std::string known_instead_of(const std::string& name) {
  std::vector<std::string> groups, all;
  for (const ObservableGroup& group : observable_groups()) groups.emplace_back(group.name);
  all = groups;
  for (const auto& quantities : known_quantities()) all.insert(all.end(), quantities.begin(), quantities.end());
  const std::string meant = did_you_mean(name, all);
  return !meant.empty() ? meant
                        : fmt::format(" (known are '{}' and the quantities in them, e.g. 'activation.second_moment')",
                                      fmt::join(groups, "', '"));
}

}  // namespace

std::vector<ObservableChoice> read_observables(ConfigReader& measure, std::size_t inputs) {
  const std::vector<std::string> asked = measure.texts_or("observables", {std::string(observable_groups()[0].name)});
  if (asked.empty()) measure.refuse("observables", "is empty (nothing would be measured)");
  std::vector<std::string> unknown = asked;
  std::vector<ObservableChoice> choices;
  for (std::size_t g = 0; g < observable_groups().size(); ++g) {
    const ObservableGroup& group = observable_groups()[g];
    ObservableChoice choice{group};
    bool is_whole = false;
    std::string first;
    for (const std::string& name : asked) {
      const bool is_quantity = is_among(name, known_quantities()[g]);
      if (name != group.name && !is_quantity) continue;
      std::erase(unknown, name);
      if (first.empty()) first = name;
      if (is_quantity)
        choice.only.push_back(name);
      else
        is_whole = true;
    }
    if (first.empty()) continue;
    if (group.needs_several_inputs && inputs < 2)
      measure.refuse("observables", "asks for '" + first + "', which is between inputs (set input.count to 2 or more)");
    if (is_whole) choice.only.clear();
    choices.push_back(std::move(choice));
  }
  if (!unknown.empty())
    measure.refuse("observables", "names the unknown observable '" + shortened(unknown.front()) + "'" +
                                      known_instead_of(unknown.front()));
  return choices;
}

void require_observables(std::span<const ObservableChoice> choices, std::size_t matrices) {
  for (const ObservableChoice& choice : choices)
    for (const std::string& name : choice.only)
      if (!is_among(name, names_in(choice.group, matrices)))
        throw UsageError(fmt::format(
            "'measure.observables' names '{}', which these networks do not have (their blocks have {})", name,
            matrices == 1 ? "one weight matrix" : fmt::format("{} weight matrices at most", matrices)));
}

}  // namespace initlab
