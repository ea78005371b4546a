#pragma once
#include <string>
#include <vector>

#include "plugins/record.hpp"
#include "theory/critical_points.hpp"

namespace initlab {

struct ListedActivation {
  PluginRecord record;
  double gain;
  std::vector<CriticalPoints> edges;
};

struct ListedInitializer {
  PluginRecord record;
  std::string depends_on;
};

/// README.md of the documentation: all plugins in two tables, each with a link to its page.
std::string index_page(const std::vector<ListedActivation>& activations,
                       const std::vector<ListedInitializer>& initializers);

}  // namespace initlab
