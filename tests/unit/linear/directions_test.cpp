// x = K + V M, with V independent of one another and orthogonal to what was known, for inputs of every kind.
#include "linear/directions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "unit/linear/allocation_counter.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

using testing::normal_vectors;
using testing::unit_roundoff;

const StreamFamily vectors(23, "vectors", 0);

/// `count` normal inputs of the named kind.
template <class Real>
std::vector<Real> normals(std::uint32_t kind, std::size_t units, std::size_t count) {
  return normal_vectors<Real>(vectors.at(kind), units * count);
}
template <class Real>
std::vector<Real> times(double factor, std::vector<Real> x) {
  for (Real& number : x) number = static_cast<Real>(factor * double(number));
  return x;
}
template <class Real>
std::vector<Real> sum(std::vector<Real> x, const std::vector<Real>& y) {
  for (std::size_t i = 0; i < x.size(); ++i) x[i] += y[i];
  return x;
}
template <class Real>
std::vector<Real> joined(const std::vector<std::vector<Real>>& inputs) {
  std::vector<Real> all;
  for (const auto& x : inputs) all.insert(all.end(), x.begin(), x.end());
  return all;
}

/// Inputs with the directions that were found for them.
template <class Real>
class Found {
 public:
  Found(std::vector<Real> inputs, std::size_t units, double its_tail = 0.0,
        const std::vector<const Found*>& earlier = {})
      : x(std::move(inputs)), tail(its_tail), view{x.data(), units, x.size() / units} {
    for (const Found* found : earlier) known.push_back(found->independent());
    directions.find(view, tail, known, scratch);
  }
  Independent<Real> independent() const { return {directions.vectors(), directions.tails(), directions.root()}; }

  /// Entry i of input b, the tail behind the last one, from directions and shares; `part` is the new part alone.
  long double put_together(std::size_t b, std::size_t i) const {
    long double total = directions.are_the_inputs() ? entry(independent(), b, i) : 0.0L;
    if (directions.are_the_inputs()) return total;
    for (std::size_t k = 0; k < known.size(); ++k)
      for (std::size_t j = 0; j < known[k].vectors.count; ++j)
        total += static_cast<long double>(directions.share_of_known(k)[j * view.count + b]) * entry(known[k], j, i);
    for (std::size_t j = 0; j < directions.count(); ++j)
      total += static_cast<long double>(directions.mixing()[j * view.count + b]) * entry(independent(), j, i);
    return total;
  }
  static long double entry(const Independent<Real>& of, std::size_t j, std::size_t i) {
    return i < of.vectors.units ? static_cast<long double>(of.vectors.input(j)[i])
                                : static_cast<long double>(of.tails[j]);
  }
  long double input_entry(std::size_t b, std::size_t i) const {
    return i < view.units ? static_cast<long double>(view.input(b)[i]) : static_cast<long double>(tail);
  }

  std::vector<Real> x;
  double tail;
  BatchView<const Real> view;
  std::vector<Independent<Real>> known;
  RevealedScratch<Real> scratch;
  Directions<Real> directions;
};

template <class Real>
long double product(const Independent<Real>& a, std::size_t p, const Independent<Real>& b, std::size_t q) {
  long double total = 0;
  for (std::size_t i = 0; i <= a.vectors.units; ++i) total += Found<Real>::entry(a, p, i) * Found<Real>::entry(b, q, i);
  return total;
}
template <class Real>
long double cosine(const Independent<Real>& a, std::size_t p, const Independent<Real>& b, std::size_t q) {
  return product(a, p, b, q) / std::sqrt(product(a, p, a, p) * product(b, q, b, q));
}

/// What holds for all finite inputs. `stretch` is the size of the largest share, where known vectors are nearly
/// parallel: their rounding is in the rest that many times.
template <class Real>
void expect_decomposition(const Found<Real>& found, double stretch = 1.0) {
  const std::size_t units = found.view.units;
  const Independent<Real> v = found.independent();
  // A direction is stored as Reals; what is thrown away is below 2^-46 of the input.
  const double tolerance = 2 * unit_roundoff<Real> + 0x1p-45;
  for (std::size_t b = 0; b < found.view.count; ++b) {
    EXPECT_FALSE(found.directions.is_lost(b));
    long double length = 0, error = 0;
    for (std::size_t i = 0; i <= units; ++i) {
      length += found.input_entry(b, i) * found.input_entry(b, i);
      const long double distance = found.put_together(b, i) - found.input_entry(b, i);
      error += distance * distance;
    }
    EXPECT_LE(double(std::sqrt(error)), double(std::sqrt(length)) * tolerance * stretch) << "input " << b;
  }
  const std::size_t count = found.directions.count();
  ASSERT_LE(count, std::min(found.view.count, units + 1));
  const std::span<const double> r = found.directions.root();
  for (std::size_t p = 0; p < count; ++p) {
    for (std::size_t q = p; q < count; ++q) {
      long double square = 0;
      for (std::size_t k = 0; k < count; ++k)
        square += static_cast<long double>(r[k * count + p]) * static_cast<long double>(r[k * count + q]);
      const long double expected = product(v, p, v, q), size = std::sqrt(product(v, p, v, p) * product(v, q, v, q));
      EXPECT_LE(double(std::abs(square - expected) / size), 1e-14 * double(count + 1));
      if (!found.directions.are_the_inputs() && q > p) {
        EXPECT_LE(double(std::abs(cosine(v, p, v, q))), 4 * unit_roundoff<Real>) << p << ", " << q;
      }
    }
    for (const Independent<Real>& known : found.known)
      for (std::size_t q = 0; q < known.vectors.count; ++q)
        EXPECT_LE(double(std::abs(cosine(v, p, known, q))), 4 * unit_roundoff<Real> * stretch) << p << ", " << q;
  }
}

template <class Real>
class DirectionsOf : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(DirectionsOf, Reals);

TYPED_TEST(DirectionsOf, independent_inputs_are_the_inputs) {
  for (const double tail : {0.0, 0.7})
    for (const std::size_t units : {7, 33, 1000}) {
      const Found<TypeParam> found(normals<TypeParam>(1, units, 3), units, tail);
      EXPECT_TRUE(found.directions.are_the_inputs());
      EXPECT_EQ(found.directions.count(), 3u);
      EXPECT_EQ(found.directions.vectors().data, found.x.data());
      expect_decomposition(found);
    }
}

/// a and a + gap * b * |a| / |b|, of correlation 1 - gap^2 / 2.
template <class Real>
std::vector<Real> nearly_parallel(std::size_t units, double gap) {
  const auto a = normals<Real>(2, units, 1);
  return joined<Real>({a, sum(a, times(gap, normals<Real>(3, units, 1)))});
}

TYPED_TEST(DirectionsOf, nearly_parallel_inputs_have_their_difference) {
  // 1 - c = 1e-7 (which may still be directions themselves), 1e-9, 1e-12 and, in double, 1e-24.
  std::vector<double> gaps{std::sqrt(2e-7), std::sqrt(2e-9), std::sqrt(2e-12)};
  if (std::is_same_v<TypeParam, double>) gaps.push_back(std::sqrt(2e-24));
  for (const double tail : {0.0, 0.7})
    for (const double gap : gaps) {
      const std::size_t units = 500;
      const Found<TypeParam> found(nearly_parallel<TypeParam>(units, gap), units, tail);
      SCOPED_TRACE(gap);
      ASSERT_EQ(found.directions.count(), 2u);
      expect_decomposition(found);
      if (found.directions.are_the_inputs()) {
        EXPECT_GT(gap, 1e-4);
        continue;
      }
      // The second direction is what of the difference is orthogonal to the first input: parallel to the difference
      // but for the angle of a and b, here at the rounding of the inputs themselves.
      long double along = 0, square = 0, length = 0, first = 0, first_along = 0;
      const Independent<TypeParam> v = found.independent();
      for (std::size_t i = 0; i < units; ++i) {
        const long double d = static_cast<long double>(found.x[units + i]) - static_cast<long double>(found.x[i]);
        along += d * Found<TypeParam>::entry(v, 1, i);
        first_along += d * static_cast<long double>(found.x[i]);
        first += static_cast<long double>(found.x[i]) * static_cast<long double>(found.x[i]);
        square += d * d;
        length += Found<TypeParam>::entry(v, 1, i) * Found<TypeParam>::entry(v, 1, i);
      }
      first += static_cast<long double>(tail) * static_cast<long double>(tail);
      const long double tail_part = Found<TypeParam>::entry(v, 1, units);
      length += tail_part * tail_part;
      const long double orthogonal = square - first_along * first_along / first;
      EXPECT_NEAR(double(along * along / length / orthogonal), 1.0, 1e-4);
    }
}

TYPED_TEST(DirectionsOf, equal_inputs_and_multiples_are_one) {
  const std::size_t units = 100;
  const auto a = normals<TypeParam>(4, units, 1);
  // Powers of two and their sums: exact multiples in Real, but for the last.
  const Found<TypeParam> found(joined<TypeParam>({a, a, times(-2.0, a), times(0.0, a), times(0.25, a)}), units);
  EXPECT_EQ(found.directions.count(), 1u);
  expect_decomposition(found);
  for (std::size_t b = 0; b < 5; ++b)
    EXPECT_NEAR(found.directions.mixing()[b] / found.directions.mixing()[0], (std::array{1.0, 1.0, -2.0, 0.0, 0.25}[b]),
                1e-15);
}

TYPED_TEST(DirectionsOf, zero_is_none_and_with_a_tail_it_is_the_tails) {
  const std::vector<TypeParam> zeros(30, TypeParam(0));
  const Found<TypeParam> nothing(zeros, 10);
  EXPECT_EQ(nothing.directions.count(), 0u);
  expect_decomposition(nothing);
  const Found<TypeParam> bias(zeros, 10, 0.3);
  EXPECT_EQ(bias.directions.count(), 1u);
  expect_decomposition(bias);
}

TYPED_TEST(DirectionsOf, more_inputs_than_units_are_as_many_as_the_units) {
  for (const std::size_t units : {1, 2, 5, 12}) {
    const Found<TypeParam> found(normals<TypeParam>(5, units, 30), units);
    EXPECT_EQ(found.directions.count(), units);
    expect_decomposition(found, 30);
    const Found<TypeParam> with_tail(normals<TypeParam>(5, units, 30), units, 1.5);
    EXPECT_EQ(with_tail.directions.count(), units + 1);
    expect_decomposition(with_tail, 30);
  }
}

TYPED_TEST(DirectionsOf, later_questions_are_what_is_new_in_them) {
  const std::size_t units = 40;
  for (const double tail : {0.0, 2.0}) {
    const Found<TypeParam> first(normals<TypeParam>(6, units, 3), units, tail);
    const auto mixed = sum(times(0.5, normals<TypeParam>(6, units, 3)), normals<TypeParam>(7, units, 3));
    const Found<TypeParam> second(mixed, units, tail, {&first});
    EXPECT_EQ(second.directions.count(), 3u);
    expect_decomposition(second);
    const Found<TypeParam> again(normals<TypeParam>(6, units, 3), units, tail, {&first, &second});
    EXPECT_EQ(again.directions.count(), 0u);
    expect_decomposition(again);
    // Without a tail nothing new; in float, what the rounding of the second question's directions left of it.
    const Found<TypeParam> third(times(4.0, mixed), units, tail, {&first, &second});
    if (tail == 0.0 && std::is_same_v<TypeParam, double>) {
      EXPECT_EQ(third.directions.count(), 0u);
    }
    expect_decomposition(third);
  }
}

// x_k = u_{k-1} + u_k / 80: each is new beside those before it by more than 1/100 of its length, and yet the smallest
// singular value of seven is 80^-6.
template <class Real>
std::vector<Real> treacherous(std::size_t units, std::size_t count) {
  std::vector<Real> x(units * count, Real(0));
  for (std::size_t k = 0; k < count; ++k) {
    if (k > 0) x[k * units + k - 1] = Real(1);
    x[k * units + k] = k > 0 ? Real(1.0 / 80) : Real(1);
  }
  return x;
}

TYPED_TEST(DirectionsOf, inputs_that_are_dependent_together_are_no_directions_themselves) {
  const std::size_t units = 50, count = 7;
  const Found<TypeParam> found(treacherous<TypeParam>(units, count), units);
  EXPECT_FALSE(found.directions.are_the_inputs());
  expect_decomposition(found);
}

TYPED_TEST(DirectionsOf, inputs_that_are_not_finite_are_lost_and_harm_no_other) {
  const std::size_t units = 64;
  const auto a = normals<TypeParam>(8, units, 4);
  for (const TypeParam bad : {std::numeric_limits<TypeParam>::infinity(), -std::numeric_limits<TypeParam>::infinity(),
                              std::numeric_limits<TypeParam>::quiet_NaN()}) {
    auto with_bad = a;
    with_bad[units + 17] = bad;
    for (const double tail : {0.0, 1.0}) {
      const Found<TypeParam> found(with_bad, units, tail);
      ASSERT_EQ(found.directions.count(), 3u);
      for (std::size_t b = 0; b < 4; ++b) EXPECT_EQ(found.directions.is_lost(b), b == 1);
      for (const std::size_t b : {0, 2, 3})
        for (std::size_t i = 0; i < units; ++i)
          ASSERT_NEAR(double(found.put_together(b, i)), double(a[b * units + i]), 10 * unit_roundoff<TypeParam>);
      for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(found.directions.mixing()[j * 4 + 1], 0.0);
    }
  }
}

TYPED_TEST(DirectionsOf, inputs_of_extreme_lengths_are_as_good_as_others) {
  const std::size_t units = 60;
  const auto a = normals<TypeParam>(9, units, 3);
  const bool is_double = std::is_same_v<TypeParam, double>;
  const std::vector<double> sizes =
      is_double ? std::vector{1e-300, 1e-200, 1e-160, 1e160, 1e200, 1e300} : std::vector{1e-37, 1e-30, 1e30, 1e37};
  for (const double size : sizes) {
    SCOPED_TRACE(size);
    const Found<TypeParam> alone(times(size, a), units);
    EXPECT_EQ(alone.directions.count(), 3u);
    expect_decomposition(alone);
    const Found<TypeParam> ordinary(a, units);
    const Found<TypeParam> later(times(size, sum(a, normals<TypeParam>(10, units, 3))), units, 0.0, {&ordinary});
    EXPECT_EQ(later.directions.count(), 3u);
    expect_decomposition(later);
  }
}

TEST(DirectionsOfDenormals, are_found) {
  const std::size_t units = 60;
  const auto a = normals<float>(11, units, 2);
  const Found<float> found(times(1e-40, a), units);  // some 17 bits each
  EXPECT_EQ(found.directions.count(), 2u);
  expect_decomposition(found);
  const Found<double> doubles(times(1e-312, normals<double>(11, units, 2)), units);
  EXPECT_EQ(doubles.directions.count(), 2u);
  // The coefficients are denormal too: two units of the last place of numbers that small.
  for (std::size_t b = 0; b < 2; ++b)
    for (std::size_t i = 0; i < units; ++i)
      EXPECT_NEAR(double(doubles.put_together(b, i)), doubles.x[b * units + i], 16 * 0x1p-1074);
}

TYPED_TEST(DirectionsOf, give_their_memory_back) {
  const std::size_t units = 1000;
  const auto x = nearly_parallel<TypeParam>(units, 1e-4);
  RevealedScratch<TypeParam> scratch;
  Directions<TypeParam> directions;
  const BatchView<const TypeParam> view{x.data(), units, 2};
  directions.find(view, 0.0, {}, scratch);
  ASSERT_FALSE(directions.are_the_inputs());
  directions.forget(scratch);
  const std::size_t before = testing::allocated_bytes;
  Directions<TypeParam>& others = directions;
  for (int round = 0; round < 3; ++round) {
    others.find(view, 0.0, {}, scratch);
    others.forget(scratch);
  }
  EXPECT_EQ(testing::allocated_bytes, before);
  // And the memory is there for whoever takes it next.
  Batch<TypeParam> batch = scratch.batches.take(units, 2);
  EXPECT_EQ(testing::allocated_bytes, before);
}

}  // namespace
}  // namespace initlab
