#pragma once
#include <initlab/law.hpp>
#include <vector>

#include "random/fill.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab::testing {

/// The entries of a Gaussian or uniform matrix before scaling, row-major, read from the stream one group at a time as
/// linear/dense_engine.hpp says: entry (i, j) is number (j mod c) * 16 + i mod 16 of group (i / 16) * ceil(fan_in / c)
/// + j / c.
template <class Real>
std::vector<Real> documented_entries(Law::Family family, const Stream& stream, Shape shape) {
  const std::size_t c = group_size<Real> / 16;
  std::vector<Real> entries(std::size_t(shape.rows) * shape.columns);
  for (std::size_t i = 0; i < shape.rows; ++i)
    for (std::size_t j = 0; j < shape.columns; ++j) {
      const std::size_t group = (i / 16) * ((shape.columns + c - 1) / c) + j / c;
      std::vector<Real> numbers(group_size<Real>);
      if (family == Law::Family::gaussian)
        fill_normal(stream, group, numbers);
      else
        fill_uniform(stream, group, numbers);
      const Real number = numbers[(j % c) * 16 + i % 16];
      entries[i * shape.columns + j] = family == Law::Family::gaussian ? number : 2 * number - 1;
    }
  return entries;
}

}  // namespace initlab::testing
