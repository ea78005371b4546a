#pragma once
#include <string>
#include <vector>

#include "plugins/catalogue.hpp"

namespace initlab {

/// The catalogue's entries and from_file, which the host offers itself and which has no file, in the order of the
/// catalogue.
std::vector<CatalogueEntry> all_entries(const Catalogue& catalogue);

/// Files on the path that cannot be used, one line each on standard error.
void print_problems(const Catalogue& catalogue);

/// The plugins of that id, one or two: an activation and an initializer may share it. Throws PluginError if there is
/// none (with the nearest name) or its file cannot be used.
std::vector<CatalogueEntry> entries_named(const Catalogue& catalogue, const std::string& id);

}  // namespace initlab
