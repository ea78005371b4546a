#pragma once
#include <optional>
#include <string>

#include "experiment/plan.hpp"

namespace initlab {

/// How much of a finite network's law follows from its weights.
enum class WeightKind {
  gaussian,     ///< all of it: given the layer below, units are independent and normal
  independent,  ///< units are independent, and normal up to a kurtosis of order 1/n, which the entries' own decides
  other,        ///< the limit of infinite width only
};

/// The law of one matrix and its biases as theory reads it.
struct StatedLaw {
  double weight = 0.0;  ///< sigma_w^2 = fan_in Var(multiplier W_ij)
  double bias = 0.0;    ///< sigma_b^2
  WeightKind kind = WeightKind::gaussian;
  double excess_kurtosis = 0.0;       ///< of an entry, where the kind is `independent`
  double bias_excess_kurtosis = 0.0;  ///< -1.2 for uniform biases
};

/// sigma_w^2 = fan_in multiplier^2 Var W_ij, and how much else is known:
///
///   family                          Var W_ij                           kind          excess kurtosis
///   gaussian                        scale^2                            gaussian
///   uniform                         scale^2 / 3                        independent   -1.2
///   truncated_normal                scale^2                            independent   -0.6344632828703505
///   student_t                       scale^2 nu / (nu - 2)              independent   6 / (nu - 4), for nu > 6
///   student_t, 4 < nu <= 6          the same                           other: the next order after 1/n is 1/n^(nu/2 -
///   1) rademacher                      scale^2                            other: on inputs that are all one number,
///                                                                      preactivations have gaps of order 1/sqrt(n)
///   orthogonal                      scale^2 / max(fan_in, fan_out)     other
///   filled, with a stated scale     scale^2                            other
///
/// Biases: scale^2 (gaussian), scale^2 / 3 (uniform).
///
/// None, with the reason, for weights that are all the same number but zero, for matrices whose initializer fills them
/// without stating a deviation or scales them to unit variance, for Student-t weights with nu <= 4 (squared signals
/// have no variance over networks then, so that no mean of them has a standard error; with nu <= 2 they have no mean
/// either), for constant biases, and for uniform biases that are not small beside the weights: preactivations are then
/// not normal.
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
