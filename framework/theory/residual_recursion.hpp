#pragma once
#include <span>
#include <vector>

#include "theory/moments.hpp"
#include "theory/scaled_length.hpp"

namespace initlab {

/// The residual networks of Yang & Schoenholz 2017 (arXiv 1712.08969), h_l = W_l x_(l-1) + b_l.
enum class ResidualKind {
  reduced,  ///< x_l = x_(l-1) + phi(h_l)
  full,     ///< x_l = x_(l-1) + V_l phi(h_l) + a_l
};

/// What one block is drawn from, per fan-in. A reduced block has no second matrix and ignores the last two.
struct BlockVariances {
  double weight = 1.0;        ///< sigma_w^2
  double bias = 0.0;          ///< sigma_b^2
  double outer_weight = 1.0;  ///< sigma_v^2
  double outer_bias = 0.0;    ///< sigma_a^2
};

/// What theory needs to know of the inputs x_0: two of equal length and equal mean. Numbers are over the components.
struct ResidualInput {
  double mean_square = 1.0;  ///< p_0
  double one_minus_e = 0.0;  ///< 1 - x_0.x_0' / |x_0|^2; 0 for a single input
  double mean = 0.0;         ///< matters to reduced networks of a phi that is not odd
};

/// The state after block l at infinite width; l = 0 is the input, for which q, one_minus_c and lambda are 0.
///
/// A mean square is infinite where it leaves the range of double precision; logarithms and ratios remain right.
struct ResidualState {
  double p;  ///< E[x^2]
  double log_p;
  double gamma;        ///< E[x x'], x' of the other input
  double s;            ///< p - gamma = E[(x - x')^2] / 2, metric expressivity
  double e;            ///< gamma / p, angular expressivity
  double one_minus_e;  ///< s / p
  double q;            ///< E[h_l^2]
  double lambda;       ///< E[h_l h'_l]
  double one_minus_c;  ///< 1 - lambda / q
  /// log of the mean squared gradients relative to chi_L, that with respect to x_L: of x_l, of b_l, W_l and, in a full
  /// network, V_l. Those of a_l are those of x_l. log_chi of l = 0 is log(chi_0 / chi_L); -infinity for what is zero or
  /// does not exist.
  double log_chi;
  double log_chi_b;
  double log_chi_w;
  double log_chi_v;
};

/// The recursions of both kinds, s and 1 - c tracked as differences throughout:
///
///   q_l = sigma_w^2 p_(l-1) + sigma_b^2                 1 - c_l = sigma_w^2 s_(l-1) / q_l
///   p_l = p_(l-1) + sigma_v^2 V(q_l) + sigma_a^2        s_l = s_(l-1) + sigma_v^2 (V - K)(q_l, 1 - c_l)       (full)
///   p_l = p_(l-1) + V(q_l) + 2 m_(l-1) E[phi(h_l)]      m_l = m_(l-1) + E[phi(h_l)]     s_l as above (reduced)
///   chi_(l-1) = (1 + sigma_v^2 sigma_w^2 D(q_l)) chi_l  chi_b = sigma_v^2 chi_l D(q_l)
///   chi_w = chi_b p_(l-1)                               chi_v = chi_l V(q_l)
///
/// The mean term, which the paper drops because it assumes an odd phi, is E[x_i phi(h_i)] = E[x_i] E[phi(h_i)]: h_i has
/// fresh weights. Exact at infinite width, chi assuming fresh weights in the backward pass too. Throws DomainError for
/// bad variances or inputs, and for lengths beyond 1e100 of a phi that has no asymptotic slopes.
std::vector<ResidualState> residual_recursion(const Moments& phi, ResidualKind kind,
                                              std::span<const BlockVariances> blocks, const ResidualInput& input);

}  // namespace initlab
