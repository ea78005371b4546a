#pragma once
#include <memory>

#include "core/activation.hpp"
#include "core/initializer.hpp"
#include "plugins/arguments.hpp"
#include "plugins/catalogue.hpp"

namespace initlab {

// From here on a plugin's own code runs, in a child process first where the entry asks for it. Both functions throw
// PluginError, beginning with the file's path, for a library that cannot be loaded or has no complete table, and
// "activation 'x' refused its parameters: <its text>" when it does. What they return may be used by many threads at
// once and stands for one set of parameters; its functions throw PluginError beginning with the plugin's name
// ("activation 'x' failed: <its text>") when the plugin reports a failure, lets an exception out, changes the
// floating-point mode, or answers nonsense.
//
// Functions of abi.h that may be NULL: an activation's `extension`; an initializer's `biases`, `fill` and `extension`.

std::unique_ptr<Activation> load_activation(const CatalogueEntry&, const ResolvedArguments&);
std::unique_ptr<Initializer> load_initializer(const CatalogueEntry&, const ResolvedArguments&);

}  // namespace initlab
