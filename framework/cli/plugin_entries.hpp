#pragma once
#include <string>
#include <vector>

#include "plugins/catalogue.hpp"

namespace initlab {

/// The plugins of that id, one or two: an activation and an initializer may share it. Throws PluginError if there is
/// none (with the nearest name) or its file cannot be used.
std::vector<CatalogueEntry> entries_named(const Catalogue& catalogue, const std::string& id);

}  // namespace initlab
