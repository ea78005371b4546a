#pragma once
#include <vector>

#include "document/page_folder.hpp"
#include "plugins/catalogue.hpp"

namespace initlab {

/// Documentation made from plugins: activations/<id>.md with <id>.svg, initializers/<id>.md, and README.md with a table
/// of them all. The plugins are loaded and asked, with their default parameters; equal plugins give equal bytes, on any
/// machine.
///
/// Initializers are asked with relu, tanh and erf, which `catalogue` must have. An entry without a file is from_file,
/// the host's own. Throws PluginError for a plugin that cannot be used.
std::vector<MadeFile> plugin_pages(const Catalogue& catalogue, const std::vector<CatalogueEntry>& entries);

}  // namespace initlab
