#include "experiment/cost.hpp"

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

// Nanoseconds, measured by ./dev bench (docs/performance.md).
constexpr double each_unit = 1.0;  ///< all that is done to a unit for an input beside its product (activation, moments)
constexpr double each_layer = 300.0;
constexpr double shortest_block_ns = 50e6, longest_block_ns = 60e9;
constexpr double blocks_of_long_point = 1000.0;

/// A weight's random number, and its multiply-add for an input.
double dense_product(double weights, double inputs) { return weights * (1.7 + 0.04 * inputs); }

/// A random number for a unit and an input, in whole groups; inner products and combinations of pairs of inputs; the
/// factorisation of their Gram matrix.
double revealed_product(double units, double inputs) {
  constexpr double group = 64.0;
  return inputs * (std::ceil(units / group) * group * 1.6 + 50.0) + 0.022 * units * inputs * inputs +
         0.16 * inputs * inputs * inputs;
}

}  // namespace

double estimated_trial_ns(const TrialSize& size) {
  const double inputs = static_cast<double>(size.inputs);
  const double passes = size.backward ? 2.0 : 1.0;
  double total = 0;
  for (std::size_t l = 1; l < size.widths.size(); ++l) {
    const double width = static_cast<double>(size.widths[l]), below = static_cast<double>(size.widths[l - 1]);
    const double matrices = static_cast<double>(size.matrices);
    const double products = size.revealed ? matrices * revealed_product(width, inputs)
                                          : dense_product(width * (below + (matrices - 1.0) * width), inputs);
    total += passes * (products + matrices * width * inputs * each_unit + each_layer);
  }
  return total;
}

std::uint32_t trials_in_block(double trial_ns, std::uint64_t trials) {
  const double all = static_cast<double>(trials);
  const double block_ns = std::clamp(all * trial_ns / blocks_of_long_point, shortest_block_ns, longest_block_ns);
  return static_cast<std::uint32_t>(std::clamp(block_ns / trial_ns, 1.0, all));
}

}  // namespace initlab
