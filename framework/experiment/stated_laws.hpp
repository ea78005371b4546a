#pragma once
#include <optional>
#include <string>

#include "experiment/plan.hpp"

namespace initlab {

/// How much of a finite network's law follows from its weights.
enum class WeightKind {
  gaussian,  ///< all of it: given the layer below, units are independent and normal
  uniform,   ///< units are independent, and normal up to a kurtosis of order 1/n
  other,     ///< the limit of infinite width (orthogonal matrices, matrices that the initializer fills itself)
};

/// The law of one matrix and its biases as theory reads it.
struct StatedLaw {
  double weight = 0.0;  ///< sigma_w^2 = fan_in Var(multiplier W_ij)
  double bias = 0.0;    ///< sigma_b^2
  WeightKind kind = WeightKind::gaussian;
};

/// sigma_w^2 = fan_in multiplier^2 Var W_ij: scale^2 (gaussian; filled, where the initializer states it), scale^2 / 3
/// (uniform), scale^2 / max(fan_in, fan_out) (orthogonal). Biases alike.
///
/// None, with the reason, for weights that are all the same number but zero, for matrices whose initializer fills them
/// without stating a deviation or scales them to unit variance, for constant biases, and for uniform biases that are
/// not small beside the weights: preactivations are then not normal.
std::optional<StatedLaw> stated_law(const LayerSpec& spec, std::string& reason);

/// What theory needs to know of the inputs of a point.
struct StatedInput {
  double mean_square = 1.0;           ///< its mean over networks
  double mean_square_variance = 0.0;  ///< over networks: 2/n_0 for gaussian inputs
  double mean = 0.0;                  ///< of a unit
  double fourth_moment = 3.0;         ///< of a unit
  double one_minus_c = 0.0;           ///< of any two inputs, in the mean
  bool has_fixed_correlation = true;  ///< of any two inputs, in every network
};

/// None, with the reason, for several rows of a file.
std::optional<StatedInput> stated_input(const Point& point, std::string& reason);

}  // namespace initlab
