#pragma once
#include <optional>

#include "audit/weight_matrix.hpp"

namespace initlab {

/// A matrix near gain times one with orthonormal rows or columns, whichever are fewer.
struct Orthogonality {
  double gain = 1.0;   ///< root of the mean squared length of these rows or columns
  double error = 0.0;  ///< largest |G - 1| over the entries of their Gram matrix G, lengths divided by the gain
};

/// Nothing for a matrix that is not near orthogonal: an error above 0.1, or fewer than two rows or columns. Independent
/// entries are told apart by some rows alone; the whole Gram matrix, min(rows, columns)^2 max(rows, columns) products,
/// is made for matrices that pass.
std::optional<Orthogonality> orthogonality(const WeightMatrix& matrix);

}  // namespace initlab
