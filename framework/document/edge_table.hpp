#pragma once
#include <span>
#include <string>
#include <vector>

#include "theory/critical_points.hpp"

namespace initlab {

/// The edge of chaos in cells of text, six significant digits a number, one row a point; a sigma_b without a point has
/// a row that says "none". On the terminal and on a page alike (docs/theory.md explains the columns).
struct EdgeTable {
  std::vector<std::string> titles;
  std::vector<std::vector<std::string>> rows;
};

EdgeTable edge_table(std::span<const CriticalPoints> edges);

}  // namespace initlab
