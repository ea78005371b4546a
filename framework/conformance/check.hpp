#pragma once
#include <stdexcept>
#include <string>

#include "plugins/arguments.hpp"
#include "plugins/catalogue.hpp"
#include "plugins/child_process.hpp"

namespace initlab {

/// A plugin with the parameters that it is examined with.
struct Subject {
  CatalogueEntry entry;
  ResolvedArguments arguments;
  bool has_defaults = true;  ///< no parameter was set

  std::string name() const { return plugin_name(entry.record.kind, entry.record.id); }
};

/// A promise of the plugin boundary (abi.h) that a plugin does not keep: a whole sentence.
struct Nonconformity : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One question about a plugin. `run` is called in a child process of its own; it answers what was found in order, or
/// throws Nonconformity, or PluginError for what the host itself would refuse.
struct Check {
  const char* name;
  std::string (*run)(const Subject&, Doing&);
};

}  // namespace initlab
