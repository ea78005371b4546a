#include "cli/plugin_entries.hpp"

#include "core/error.hpp"
#include "core/nearest.hpp"

namespace initlab {

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
