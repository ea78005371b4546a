#pragma once
#include <optional>
#include <string>
#include <vector>

#include "experiment/stated_laws.hpp"
#include "theory/residual_recursion.hpp"

namespace initlab {

/// The blocks of a residual network as theory reads them.
struct StatedBlocks {
  std::vector<ResidualBlock> blocks;
  WeightKind kind = WeightKind::gaussian;  ///< of the matrix that says least
  bool has_symmetric_laws = true;          ///< no matrix is filled by the initializer itself
};

/// Laws (stated_law), multipliers and projections of a point's blocks. None, with the reason, where a law has none.
std::optional<StatedBlocks> stated_blocks(const Point& point, std::string& reason);

/// The law of the units of x_0 where it is not normal: constant inputs have one value, a file's row its own ones.
std::vector<UnitShare> stated_units(const Point& point);

}  // namespace initlab
