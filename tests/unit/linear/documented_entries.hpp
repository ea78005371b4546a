#pragma once
#include <initlab/law.hpp>
#include <vector>

#include "linear/independent_entries.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab::testing {

/// A group of entries before scaling. Gaussian and uniform ones are read from the stream here, as
/// linear/dense_engine.hpp and random/fill.hpp say; of the other laws independent_entries_test.cpp says how a group is
/// made.
template <class Real>
std::vector<Real> documented_group(const Law& law, const Stream& stream, std::size_t group) {
  std::vector<Real> numbers(group_size<Real>);
  const std::span<Real> out = numbers;
  switch (law.family) {
    case Law::Family::gaussian:
      fill_normal(stream, group, out);
      break;
    case Law::Family::uniform:
      fill_uniform(stream, group, out);
      for (Real& number : numbers) number = 2 * number - 1;
      break;
    case Law::Family::truncated_normal:
      TruncatedNormalEntry{}.fill(stream, group, out);
      break;
    case Law::Family::rademacher:
      RademacherEntry{}.fill(stream, group, out);
      break;
    case Law::Family::student_t:
      StudentEntry{law.shape}.fill(stream, group, out);
      break;
    default:
      throw DomainError("a law whose entries are not independent");
  }
  return numbers;
}

/// The entries of a matrix of independent entries before scaling, row-major, read one group at a time as
/// linear/dense_engine.hpp says: entry (i, j) is number (j mod c) * 16 + i mod 16 of group (i / 16) * ceil(fan_in / c)
/// + j / c.
template <class Real>
std::vector<Real> documented_entries(const Law& law, const Stream& stream, Shape shape) {
  const std::size_t c = group_size<Real> / 16;
  std::vector<Real> entries(std::size_t(shape.rows) * shape.columns);
  for (std::size_t i = 0; i < shape.rows; ++i)
    for (std::size_t j = 0; j < shape.columns; ++j) {
      const std::size_t group = (i / 16) * ((shape.columns + c - 1) / c) + j / c;
      entries[i * shape.columns + j] = documented_group<Real>(law, stream, group)[(j % c) * 16 + i % 16];
    }
  return entries;
}

}  // namespace initlab::testing
