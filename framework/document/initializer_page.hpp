#pragma once
#include <string>

#include "document/initializer_facts.hpp"
#include "plugins/arguments.hpp"
#include "plugins/record.hpp"

namespace initlab {

/// The page of an initializer, in Markdown. `arguments` are those that the facts are of, and those of its snippet.
std::string initializer_page(const PluginRecord& record, const ResolvedArguments& arguments,
                             const InitializerFacts& facts);

}  // namespace initlab
