#pragma once
#include <string>

#include "plugins/arguments.hpp"
#include "plugins/catalogue.hpp"
#include "results/manifest.hpp"

namespace initlab {

/// What a manifest says of a plugin that was used with these arguments; `sha256` is its file's
/// (sha256_hex_of_file(entry.file)), which whoever uses many plugins keeps.
PluginIdentity plugin_identity(const CatalogueEntry& entry, const ResolvedArguments& arguments, std::string sha256);

}  // namespace initlab
