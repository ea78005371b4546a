#pragma once
#include <cmath>
#include <initlab/math.hpp>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "core/function_activation.hpp"
#include "unit/network/block_initializer.hpp"
#include "unit/network/naive_residual.hpp"

namespace initlab::testing {

/// One of the residual networks that are compared with written-out ones.
struct ResidualCase {
  Architecture architecture;
  std::size_t inputs;
  friend std::ostream& operator<<(std::ostream& out, const ResidualCase& c) {
    return out << c.architecture.name << ", m = " << c.architecture.branch_layers << ", " << c.inputs << " inputs";
  }
};

inline std::vector<ResidualCase> residual_cases() {
  std::vector<ResidualCase> all;
  for (const std::size_t inputs : {1, 3}) {
    all.push_back({{"residual-reduced"}, inputs});
    all.push_back({{"residual-full"}, inputs});
    for (const std::size_t m : {1, 2, 3}) all.push_back({{"residual-preact", m}, inputs});
  }
  return all;
}

/// Wider, narrower and as wide: blocks 1 and 3 have a projection on their skip.
inline const std::vector<std::size_t> residual_widths{5, 7, 7, 4, 4};

/// Neither odd nor even, and smooth: finite differences are good everywhere.
inline const auto swish = [](auto z) {
  using T = decltype(z);
  return T(0.5) * z * (T(1) + math::tanh(T(0.5) * z));
};
inline const FunctionActivation swish_activation("swish", swish);
inline double swish_in_double(double z) { return 0.5 * z * (1.0 + std::tanh(0.5 * z)); }

/// Families, scales, biases and multipliers that differ between blocks and between the matrices of a block: whatever is
/// exchanged or left out is seen.
inline std::unique_ptr<const Initializer> varied_laws() {
  const auto weights = [](const Layer& layer) {
    const double deviation = (0.8 + 0.1 * layer.index) / std::sqrt(double(layer.fan_in));
    Law law = layer.branch_position == 2 ? uniform(std::sqrt(3.0) * deviation) : gaussian(deviation);
    law.multiplier = 1.2 - 0.1 * layer.branch_position;
    return law;
  };
  const auto biases = [](const Layer& layer) { return gaussian(0.2 + 0.1 * layer.branch_position); };
  const auto multipliers = [](const Layer& layer) {
    return Multipliers{0.8 + 0.05 * layer.index, 0.6 - 0.05 * layer.index, 1.3 - 0.1 * layer.index};
  };
  return std::make_unique<BlockInitializer>(weights, biases, multipliers);
}

}  // namespace initlab::testing
