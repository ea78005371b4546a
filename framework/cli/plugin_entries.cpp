#include "cli/plugin_entries.hpp"

#include <algorithm>
#include <cstdio>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "experiment/from_file.hpp"

namespace initlab {

std::vector<CatalogueEntry> all_entries(const Catalogue& catalogue) {
  std::vector<CatalogueEntry> all = catalogue.entries();
  const auto key = [](const CatalogueEntry& entry) { return std::pair(entry.record.kind, entry.record.id); };
  const CatalogueEntry host{{}, from_file_record()};
  const auto place = std::ranges::lower_bound(all, key(host), {}, key);
  if (place == all.end() || key(*place) != key(host)) all.insert(place, host);
  return all;
}

void print_problems(const Catalogue& catalogue) {
  for (const CatalogueProblem& problem : catalogue.problems())
    std::fprintf(stderr, "initlab: not usable: %s\n", problem.text.c_str());
}

std::vector<CatalogueEntry> entries_named(const Catalogue& catalogue, const std::string& id) {
  std::vector<CatalogueEntry> found;
  for (const CatalogueEntry& entry : catalogue.entries())
    if (entry.record.id == id) found.push_back(entry);
  if (!found.empty()) return found;
  for (const CatalogueProblem& problem : catalogue.problems())
    if (problem.file.stem() == id) throw PluginError(problem.text);
  std::vector<std::string> known;
  for (const CatalogueEntry& entry : catalogue.entries()) known.push_back(entry.record.id);
  throw PluginError("there is no plugin '" + id + "'" + did_you_mean(id, known) + ". See initlab plugins list.");
}

}  // namespace initlab
