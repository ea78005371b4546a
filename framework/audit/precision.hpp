#pragma once
#include <string>

#include "audit/entry_moments.hpp"
#include "audit/weight_matrix.hpp"

namespace initlab {

/// In how many bits the numbers were drawn, which may be fewer than they are stored in.
struct Precision {
  enum class Format { wide, float16, bfloat16 };
  Format format = Format::wide;  ///< the coarsest of sixteen bits that holds every number exactly
  bool is_stored_wider = false;  ///< in 32 or 64 bits all the same
  double steps_per_std = 0.0;    ///< standard deviation over float16's smallest step, 2^-24; of float16 only
};

/// What fits both formats counts as the type says, else as bfloat16. Numbers of fewer than 64 entries, and matrices of
/// fewer than 16 different sizes, tell nothing.
Precision precision(const WeightMatrix& matrix, const EntryMoments& moments);

}  // namespace initlab
