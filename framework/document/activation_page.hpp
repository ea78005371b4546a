#pragma once
#include <string>

#include "document/activation_facts.hpp"
#include "plugins/arguments.hpp"
#include "plugins/record.hpp"

namespace initlab {

/// The page of an activation, in Markdown. It shows the picture <id>.svg beside it. `arguments` are those that the
/// facts are of.
std::string activation_page(const PluginRecord& record, const ResolvedArguments& arguments,
                            const ActivationFacts& facts);

/// A number with eight significant digits; those of a moment or a gain are the same on every machine.
std::string eight_digits(double value);

}  // namespace initlab
