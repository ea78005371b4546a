#pragma once
#include <initlab/abi.h>

namespace initlab {

/// What a weight matrix or a bias vector is drawn from: the law, not the draw. The host draws, and theory reads the
/// same numbers. `scale` means what the family says (abi.h). `multiplier` and `unit_variance` are for weights: the host
/// refuses a law of biases that sets one.
struct Law {
  enum class Family { constant, gaussian, uniform, orthogonal, filled };
  Family family = Family::constant;
  double scale = 0.0;
  double shape = 0.0;
  double multiplier = 1.0;     ///< the network uses multiplier * W, and W is what is trained (NTK parameterisation)
  bool unit_variance = false;  ///< then scaled so that its outputs have variance 1 over the inputs at hand (LSUV)

  friend bool operator==(const Law&, const Law&) = default;
};

/// Every entry equals `value`.
constexpr Law constant(double value) { return {Law::Family::constant, value}; }
/// Independent normal entries with mean zero.
constexpr Law gaussian(double standard_deviation) { return {Law::Family::gaussian, standard_deviation}; }
/// Independent entries, uniform in (-bound, bound): their standard deviation is bound / sqrt(3).
constexpr Law uniform(double bound) { return {Law::Family::uniform, bound}; }
/// `gain` times a Haar-distributed matrix with orthonormal columns (fan_out >= fan_in) or rows (fan_out <= fan_in).
constexpr Law orthogonal(double gain) { return {Law::Family::orthogonal, gain}; }
/// Drawn by the plugin's own fill(); the entries' standard deviation if it is known, else 0: theory then says "none".
constexpr Law filled(double standard_deviation = 0.0) { return {Law::Family::filled, standard_deviation}; }

/// What scales the parts of a residual block: x_l = skip * x_{l-1} + branch * B(branch_input * x_{l-1}).
struct Multipliers {
  double skip = 1.0, branch = 1.0, branch_input = 1.0;

  friend bool operator==(const Multipliers&, const Multipliers&) = default;
};

}  // namespace initlab
