#pragma once
#include "plugins/arguments.hpp"
#include "plugins/catalogue.hpp"

namespace initlab {

/// Lets a plugin run before it is trusted with this process: in a child it is loaded, made with these arguments, asked
/// once and destroyed.
///
/// Throws PluginError if the child does not survive it, with the signal and what it was doing. What the plugin says
/// (that it refuses its arguments, say) is left to the real call, which says the same. To be called before this process
/// has started threads (child_process.hpp).
void probe(const CatalogueEntry&, const ResolvedArguments&);

}  // namespace initlab
