#pragma once
#include <initlab/abi.h>

namespace initlab {

/// What a weight matrix or a bias vector is drawn from: the law, not the draw. The host draws, and theory reads the
/// same numbers. `scale` means what the family says (abi.h). `multiplier` and `unit_variance` are for weights: the host
/// refuses a law of biases that sets one.
struct Law {
  enum class Family { constant, gaussian, uniform, orthogonal, filled, truncated_normal, rademacher, student_t };
  Family family = Family::constant;
  double scale = 0.0;
  double shape = 0.0;          ///< degrees of freedom of student_t
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
/// What is left of a normal law's standard deviation when it is cut at two of them:
/// sqrt(1 - 4 p(2) / (2 P(2) - 1)), p and P the standard normal density and distribution function. Keras and JAX divide
/// by it, TensorFlow's truncated_normal and PyTorch's trunc_normal_ do not.
inline constexpr double std_after_cut_at_two_sigma = 0.87962566103423978;
/// Independent entries of a normal law cut at two of its standard deviations. The argument is the standard deviation of
/// the entries themselves, not of the uncut law, which is 1 / std_after_cut_at_two_sigma times larger.
constexpr Law truncated_normal(double standard_deviation) {
  return {Law::Family::truncated_normal, standard_deviation};
}
/// Independent entries, -standard_deviation or +standard_deviation with probability 1/2 each.
constexpr Law rademacher(double standard_deviation) { return {Law::Family::rademacher, standard_deviation}; }
/// `scale` times independent Student t numbers. Their variance is scale^2 nu / (nu - 2) for nu > 2 degrees of freedom
/// and infinite otherwise. At least 1/2 degree of freedom: below, entries leave the range of single precision.
constexpr Law student_t(double scale, double degrees_of_freedom) {
  return {Law::Family::student_t, scale, degrees_of_freedom};
}
/// Drawn by the plugin's own fill(); the entries' standard deviation if it is known, else 0: theory then says "none".
constexpr Law filled(double standard_deviation = 0.0) { return {Law::Family::filled, standard_deviation}; }

/// What scales the parts of a residual block: x_l = skip * x_{l-1} + branch * B(branch_input * x_{l-1}).
struct Multipliers {
  double skip = 1.0, branch = 1.0, branch_input = 1.0;

  friend bool operator==(const Multipliers&, const Multipliers&) = default;
};

}  // namespace initlab
