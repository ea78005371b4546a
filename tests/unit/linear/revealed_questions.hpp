#pragma once
#include <algorithm>
#include <cmath>

#include "unit/linear/revealed_matrix.hpp"

namespace initlab::testing {

// What the tests of revealed matrices ask, and how exactly they want to be answered.

inline const StreamFamily matrices(24, "weights", 0), questions(24, "questions", 0);
inline constexpr Shape revealed_shapes[] = {{1, 1},   {1, 7},   {7, 1},   {2, 2},    {3, 3},    {16, 16},
                                            {17, 30}, {30, 17}, {64, 64}, {200, 33}, {33, 200}, {500, 500}};

/// Gaussian ones are scaled to keep lengths too, whatever the shape, so that one tolerance fits all.
inline Law law_of(Law::Family family, Shape shape) {
  if (family == Law::Family::orthogonal) return orthogonal(1.3);
  return gaussian(1.3 / std::sqrt(double(std::max(shape.rows, shape.columns))));
}
inline constexpr Law::Family families[] = {Law::Family::gaussian, Law::Family::orthogonal};

/// A float's rounding comes in with every combination of earlier answers, and what is combined may be larger than the
/// result where vectors are nearly dependent (33 of them in 33 dimensions): a hundred roundings relative to the lengths
/// for vectors in general, and the same in double, where rests below 2^-46 are dropped too.
template <class Real>
inline constexpr double tolerance = 100 * (unit_roundoff<Real> + 0x1p-46);

}  // namespace initlab::testing
