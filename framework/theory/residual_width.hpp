#pragma once
#include <span>
#include <vector>

#include "theory/residual_recursion.hpp"

namespace initlab {

/// How P_l = |x_l|^2 / n_l and the mean M_l of the units of x_l vary over random networks of finite width, to first
/// order in 1/n.
struct ResidualSpread {
  double length_shift = 0.0;     ///< E[P_l] - p_l
  double length_variance = 0.0;  ///< Var P_l
  double mean_shift = 0.0;       ///< E[M_l] - E[x_l] at infinite width
  double mean_variance = 0.0;    ///< Var M_l
  double covariance = 0.0;       ///< of P_l and M_l
};

/// For Gaussian weights and branches phi(h) or V phi(h) + a, h = W (branch_input x) + b, the h_i given x are
/// independent N(0, K), K = branch_input^2 sigma_w^2 P + sigma_b^2. So (P_l, M_l) is a Markov chain of two numbers.
/// With u for the skip's part, U_1 = skip M and U_2 = skip^2 P, y for that of the branch, y_k = E[y^k] at K, its means
/// are exactly
///
///   f(P, M) = E[P_l] = U_2 + 2 U_1 y_1 + y_2        g(P, M) = E[M_l] = U_1 + y_1
///
/// and n_l times its covariances
///
///   C_PP = 4 U_2 (y_2 - y_1^2) + 4 U_1 (y_3 - y_1 y_2) + y_4 - y_2^2 + (1 + 2/n_l) c
///   C_PM = 2 U_1 (y_2 - y_1^2) + y_3 - y_1 y_2          C_MM = y_2 - y_1^2
///
///   phi(h)         y_k = branch^k E[phi^k]                                                  c = 0
///   V phi(h) + a   y_1 = y_3 = 0, y_2 = branch^2 (sigma_v^2 V + sigma_a^2), y_4 = 3 y_2^2   c = scale (E[phi^4] - V^2)
///
/// with scale = (branch sigma_v)^4 (all units of V phi share |phi(h)|^2). A projection makes u normal: U_1 = 0, U_2 =
/// skip^2 (w P + b), and adds 2 U_2^2 + 4 y_1^2 U_2 to C_PP, 2 y_1 U_2 to C_PM and U_2 to C_MM. To first order, with J
/// the derivative of (f, g) and S the covariance of (P, M),
///
///   S_l = J S J^T + C / n_l        shifts_l = J shifts + (second derivatives of f and g times S) / 2
///
/// Of V phi(h) + a without biases and a positively homogeneous phi, the lengths are exact: C_PP / P^2 is constant, and
/// C_PP is taken at E[P^2].
///
/// `states` come from residual_recursion, `widths` are those of x_0 ... x_L, `input` is the spread of x_0 over
/// networks. The result is that of l = 0 ... L; NaN behind a length below 1e-140 or above 1e140. Throws DomainError for
/// other branches: where phi acts on x itself, (P, M) is no Markov chain, because phi at two depths sees the same x_0.
std::vector<ResidualSpread> residual_spread(const Moments& phi, std::span<const ResidualBlock> blocks,
                                            std::span<const ResidualState> states, std::span<const std::size_t> widths,
                                            const ResidualSpread& input);

/// Whether residual_spread gives the lengths' mean and variance exactly.
bool has_exact_spread(const Moments& phi, std::span<const ResidualBlock> blocks);

}  // namespace initlab
