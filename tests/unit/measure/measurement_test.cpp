#include "measure/measurement.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

constexpr std::size_t layers = 3, quantities = 4;

/// A number for each cell and trial.
double number(std::size_t layer, std::size_t quantity, std::uint32_t trial) {
  return testing::normal_vectors<double>(StreamFamily(91, "numbers", layer * quantities + quantity).at(trial), 1)[0];
}

Measurement of_trials(std::uint32_t first, std::uint32_t last) {
  Measurement measurement(layers, quantities);
  for (std::uint32_t trial = first; trial < last; ++trial) {
    const std::span<double> table = measurement.next_trial();
    for (std::size_t l = 0; l < layers; ++l)
      for (std::size_t q = 0; q < quantities; ++q) table[l * quantities + q] = number(l, q, trial);
  }
  return measurement;
}

/// The numbers of one cell in one accumulator, one after the other.
Accumulator accumulated(std::size_t layer, std::size_t quantity, std::uint32_t first, std::uint32_t last) {
  Accumulator one;
  for (std::uint32_t trial = first; trial < last; ++trial) one.add(number(layer, quantity, trial));
  return one;
}

template <class Expected>
void expect_in_every_cell(const Measurement& measurement, const Expected& expected) {
  for (std::size_t l = 0; l < layers; ++l)
    for (std::size_t q = 0; q < quantities; ++q) {
      const Accumulator found = measurement.at(l, q), wanted = expected(l, q);
      EXPECT_EQ(std::memcmp(&found, &wanted, sizeof(Accumulator)), 0) << "layer " << l << ", quantity " << q;
    }
}

TEST(Measurement, has_the_bytes_of_single_accumulators_after_any_number_of_trials) {
  for (std::uint32_t trials = 0; trials < 12; ++trials)
    expect_in_every_cell(of_trials(0, trials), [&](auto l, auto q) { return accumulated(l, q, 0, trials); });
}

TEST(Measurement, merges_as_single_accumulators_do) {
  for (std::uint32_t first = 0; first < 6; ++first)
    for (std::uint32_t second = 0; second < 12; ++second) {
      Measurement merged = of_trials(0, first);
      merged.merge(of_trials(first, first + second));
      merged.next_trial()[0] = 7.0;
      expect_in_every_cell(merged, [&](auto l, auto q) {
        Accumulator one = accumulated(l, q, 0, first);
        one.merge(accumulated(l, q, first, first + second));
        if (l == 0 && q == 0) one.add(7.0);
        return one;
      });
    }
}

// A resumed run reads its first blocks from a journal.
TEST(Measurement, read_from_bytes_merges_to_the_same_bits) {
  for (std::uint32_t trials = 1; trials < 10; ++trials) {
    Measurement block = of_trials(50, 50 + trials), read(layers, quantities);
    Measurement merged = of_trials(0, 50), merged_from_bytes = of_trials(0, 50);
    merged.merge(block);
    std::ranges::copy(block.bytes(), read.bytes().begin());
    merged_from_bytes.merge(read);
    EXPECT_TRUE(std::ranges::equal(merged.bytes(), merged_from_bytes.bytes())) << trials;
  }
}

TEST(Measurement, of_another_shape_is_refused) {
  Measurement measurement(layers, quantities);
  EXPECT_THROW(measurement.merge(Measurement(layers + 1, quantities)), DomainError);
  EXPECT_THROW(measurement.merge(Measurement(layers, quantities + 1)), DomainError);
  EXPECT_THROW(measurement.merge(Measurement(quantities, layers)), DomainError);  // as many cells
  EXPECT_THROW(measurement.merge(Measurement()), DomainError);
  EXPECT_THROW(Measurement().merge(measurement), DomainError);
}

TEST(Measurement, is_its_bytes) {
  Measurement stored = of_trials(0, 7), read(layers, quantities);
  const std::vector<std::byte> journal(stored.bytes().begin(), stored.bytes().end());
  ASSERT_EQ(read.bytes().size(), journal.size());
  std::ranges::copy(journal, read.bytes().begin());
  expect_in_every_cell(read, [&](auto l, auto q) { return stored.at(l, q); });
  read.merge(of_trials(7, 9));
  stored.merge(of_trials(7, 9));
  EXPECT_TRUE(std::ranges::equal(read.bytes(), stored.bytes()));
}

TEST(Measurement, of_equal_trials_has_equal_bytes) {
  Measurement a = of_trials(0, 5), b = of_trials(0, 5), c = of_trials(0, 6);
  EXPECT_TRUE(std::ranges::equal(a.bytes(), b.bytes()));
  EXPECT_FALSE(std::ranges::equal(a.bytes(), c.bytes()));
}

TEST(Measurement, counts_only_what_was_observed) {
  Measurement measurement(layers, quantities);
  measurement.next_trial();
  measurement.next_trial()[5] = std::numeric_limits<double>::quiet_NaN();
  measurement.next_trial()[5] = 3.0;
  expect_in_every_cell(measurement, [](std::size_t l, std::size_t q) {
    Accumulator one;
    if (l * quantities + q == 5) one.add(std::nan("")), one.add(3.0);
    return one;
  });
}

TEST(Measurement, merging_blocks_equals_one_run_in_every_cell) {
  auto merged = of_trials(0, 30);
  merged.merge(of_trials(30, 31));
  merged.merge(of_trials(31, 100));
  const auto whole = of_trials(0, 100);
  for (std::size_t l = 0; l < layers; ++l)
    for (std::size_t q = 0; q < quantities; ++q) {
      const auto a = merged.at(l, q).summary(), b = whole.at(l, q).summary();
      EXPECT_EQ(a.count, 100u);
      EXPECT_EQ(a.mean, b.mean);
      EXPECT_EQ(a.standard_deviation, b.standard_deviation);
      EXPECT_EQ(a.min, b.min);
      EXPECT_EQ(a.max, b.max);
      EXPECT_EQ(a.log_mean, b.log_mean);
    }
}

TEST(Measurement, has_one_cell_for_each_layer_and_quantity) {
  Measurement measurement(layers, quantities);
  EXPECT_EQ(measurement.layers(), layers);
  EXPECT_EQ(measurement.quantities(), quantities);
  measurement.next_trial()[2 * quantities + 1] = 5.0;
  for (std::size_t l = 0; l < layers; ++l)
    for (std::size_t q = 0; q < quantities; ++q)
      EXPECT_EQ(measurement.at(l, q).summary().count, l == 2 && q == 1 ? 1u : 0u);
}

TEST(Measurement, without_quantities_has_no_layers) {
  EXPECT_EQ(Measurement().layers(), 0u);
  EXPECT_EQ(Measurement(5, 0).layers(), 0u);
}

}  // namespace
}  // namespace initlab
