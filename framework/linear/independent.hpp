#pragma once
#include <span>

#include "linear/batch.hpp"

namespace initlab {

/// Independent vectors with what is needed to project on them. `root` is the upper triangular R of R^T R = their Gram
/// matrix. A vector has one entry more than is stored, its tail: the constant unit through which a bias acts as a
/// weight.
template <class Real>
struct Independent {
  BatchView<const Real> vectors;
  std::span<const double> tails;  ///< one a vector
  std::span<const double> root;
};

}  // namespace initlab
