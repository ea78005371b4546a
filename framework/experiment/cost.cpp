#include "experiment/cost.hpp"

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

// Measured by ./dev bench (docs/performance.md): a weight's random number, a weight's multiply-add for one input, and
// all that is done to one unit for one input (activation, moments).
constexpr double ns_each_weight = 1.7;
constexpr double ns_each_product = 0.04;
constexpr double ns_each_unit = 2.0;
constexpr double ns_each_layer = 3000.0;
constexpr double block_ns = 50e6;

}  // namespace

double estimated_trial_ns(const TrialSize& size) {
  const double inputs = static_cast<double>(size.inputs);
  const double passes = size.backward ? 2.0 : 1.0;
  double total = 0;
  for (std::size_t l = 1; l < size.widths.size(); ++l) {
    const double width = static_cast<double>(size.widths[l]);
    const double matrices = static_cast<double>(size.matrices);
    const double weights = width * (static_cast<double>(size.widths[l - 1]) + (matrices - 1.0) * width);
    const double units = matrices * width * inputs;
    total += passes * (weights * (ns_each_weight + ns_each_product * inputs) + units * ns_each_unit + ns_each_layer);
  }
  return total;
}

double estimated_worker_bytes(const TrialSize& size) {
  const double inputs = static_cast<double>(size.inputs);
  double widest = 0, all = 0;
  for (const std::size_t width : size.widths) {
    widest = std::max(widest, static_cast<double>(width));
    all += static_cast<double>(width);
  }
  const double kept = 1.0 + static_cast<double>(size.matrices);  // a block's input and its preactivations
  const double batches = size.backward ? kept * all + 7 * widest : 6 * widest;
  const double input_in_double = 8.0 * static_cast<double>(size.widths.front()) * inputs;
  return batches * inputs * static_cast<double>(size.bytes_each) + input_in_double;
}

std::uint32_t trials_in_block(double trial_ns, std::uint64_t trials) {
  const double wanted = std::clamp(block_ns / trial_ns, 1.0, static_cast<double>(trials));
  return static_cast<std::uint32_t>(wanted);
}

}  // namespace initlab
