#include "measure/measurement.hpp"

#include <gtest/gtest.h>

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
  for (std::uint32_t trial = first; trial < last; ++trial)
    for (std::size_t l = 0; l < layers; ++l)
      for (std::size_t q = 0; q < quantities; ++q) measurement.at(l, q).add(number(l, q, trial));
  return measurement;
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
  measurement.at(2, 1).add(5.0);
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
