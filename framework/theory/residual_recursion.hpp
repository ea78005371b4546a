#pragma once
#include <span>
#include <vector>

#include "theory/moments.hpp"
#include "theory/residual_block.hpp"
#include "theory/unit_law.hpp"

namespace initlab {

/// What theory needs to know of the inputs x_0: two of equal length and equal mean. Numbers are over the components.
struct ResidualInput {
  double mean_square = 1.0;  ///< p_0
  double one_minus_e = 0.0;  ///< 1 - x_0.x_0' / |x_0|^2; 0 for a single input
  double mean = 0.0;         ///< matters to branches that end in a phi that is not odd
  /// Matters to branches that begin with phi: the units' law if they are not normal. For a single input only.
  std::vector<UnitShare> units = {};
};

/// Mean squared gradients of a matrix and of its biases, an entry each, as they stand in W x + b: the gradient of a
/// trained matrix has its law's multiplier in addition.
struct LayerGradient {
  double log_weight;
  double log_bias;
};

/// The state after block l at infinite width; l = 0 is the input, for which what belongs to h is 0.
///
/// h is what the last activation of the branch is applied to. A mean square is infinite where it leaves the range of
/// double precision; logarithms and ratios remain right.
struct ResidualState {
  double p;  ///< E[x^2]
  double log_p;
  double mean;         ///< E[x]
  double gamma;        ///< E[x x'], x' of the other input
  double s;            ///< p - gamma = E[(x - x')^2] / 2, metric expressivity
  double e;            ///< gamma / p, angular expressivity
  double one_minus_e;  ///< s / p
  double q;            ///< E[h^2]
  double mean_h;       ///< E[h], not 0 only where phi acts on the block's input
  double lambda;       ///< E[h h']
  double one_minus_c;  ///< 1 - lambda / q
  /// log of the mean squared gradients relative to chi_L, that with respect to x_L; -infinity for what is zero or does
  /// not exist. log_chi of l = 0 is log(chi_0 / chi_L).
  double log_chi;                     ///< with respect to x_l
  double log_chi_h;                   ///< to h
  std::vector<LayerGradient> layers;  ///< to the branch's matrices in their order, then to the projection
};

/// Signals and gradients of a residual network, block by block. With w and b the weight and bias variance of a matrix,
/// through a branch (a pair's half squared distance s and 1 - c = s / p as differences throughout)
///
///   matrix       p -> w p + b     s -> w s            mean -> 0            gradient: chi_in = w (n_out / n_in) chi_out
///   activation   p -> V(p)        s -> (V - K)(p, s / p)   mean -> E[phi]  chi_in = D(p) chi_out
///
/// and of a block, y standing for the signal behind the branch and u for that behind the skip's S (x_(l-1) or, with a
/// projection, like a matrix)
///
///   p_l = skip^2 p_u + branch^2 p_y + 2 skip branch mean_u mean_y        s_l = skip^2 s_u + branch^2 s_y
///   chi_(l-1) = (skip^2 [w_S n_l / n_(l-1)] + branch^2 branch_input^2 prod(w n_out / n_in) prod(D)) chi_l
///
/// Gradients of weights are chi behind the matrix times p before it. For full and reduced blocks these are the
/// recursions of Yang & Schoenholz 2017 (arXiv 1712.08969); the mean term, which the paper drops because it assumes an
/// odd phi, is E[x_i phi(h_i)] = E[x_i] E[phi(h_i)]: h_i has fresh weights.
///
/// Where a branch begins with phi, phi sees the units of x_(l-1) = a x_0 + N(0, v), a the product of the skips so far:
/// normal if those of x_0 are or a projection mixed them, else a shifted normal number for every value of x_0 (`units`,
/// shifted_moments.hpp).
///
/// Exact at infinite width, chi assuming fresh weights in the backward pass too. Throws DomainError for bad blocks or
/// inputs, and for lengths beyond 1e100 of a phi that has no asymptotic slopes.
std::vector<ResidualState> residual_recursion(const Moments& phi, std::span<const ResidualBlock> blocks,
                                              const ResidualInput& input);

/// The networks of Yang & Schoenholz 2017, h_l = W_l x_(l-1) + b_l.
enum class ResidualKind {
  reduced,  ///< x_l = x_(l-1) + phi(h_l)
  full,     ///< x_l = x_(l-1) + V_l phi(h_l) + a_l
};

/// What one of their blocks is drawn from, per fan-in. A reduced block has no second matrix and ignores the last two.
struct BlockVariances {
  double weight = 1.0;        ///< sigma_w^2
  double bias = 0.0;          ///< sigma_b^2
  double outer_weight = 1.0;  ///< sigma_v^2
  double outer_bias = 0.0;    ///< sigma_a^2
};

/// The same for their networks.
std::vector<ResidualState> residual_recursion(const Moments& phi, ResidualKind kind,
                                              std::span<const BlockVariances> blocks, const ResidualInput& input);

}  // namespace initlab
