#pragma once
#include <cstddef>

#include "plugins/catalogue.hpp"
#include "plugins/library.hpp"

namespace initlab {

/// Loads the entry's file for good and answers its table of functions (abi.h), which has at least `least_size` bytes.
///
/// Throws PluginError, beginning with the file's path: not loadable, not the plugin that was peeked at, no table of the
/// record's kind, table too small.
const void* load_table(const CatalogueEntry& entry, std::size_t least_size, LoadedMode mode = LoadedMode::put_back);

[[noreturn]] void refuse_missing_function(const CatalogueEntry& entry, const char* name);

/// Throws PluginError if a plugin's table leaves a required function out.
template <class Function>
void require_function(const CatalogueEntry& entry, const char* name, Function* function) {
  if (!function) refuse_missing_function(entry, name);
}

}  // namespace initlab
