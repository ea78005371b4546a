#pragma once
#include <span>
#include <vector>

#include "theory/plain_recursion.hpp"

namespace initlab {

/// The conditional variance K_l of a layer's preactivations given the layers below, over random networks of finite
/// width, to first order in 1/n.
struct WidthCorrection {
  double mean_shift;  ///< E[K_l] - q_l
  double variance;    ///< Var K_l
};

/// For Gaussian weights K_(l+1) = (sigma_w^2 / n_l) sum_i phi(h_i)^2 + sigma_b^2 with h_i | K_l ~ N(0, K_l) independent
/// is a Markov chain in one number. For an input of fixed length K_1 = q_1 exactly; from there, all at q_l,
///
///   Var K_(l+1)  = sigma_w^4 (E[phi^4] - V^2) / n_l + (sigma_w^2 V')^2 Var K_l
///   shift_(l+1)  = sigma_w^2 (V' shift_l + V'' Var K_l / 2)
///
/// `widths` are n_1 ... n_L (of the hidden layers; the last is not used) and `signal` comes from plain_recursion. The
/// terms left out are O(1/n^2), and of the order of the square of the first ones where these are not small.
std::vector<WidthCorrection> width_corrections(const Moments& phi, std::span<const LayerVariances> layers,
                                               std::span<const PlainLayer> signal, std::span<const std::size_t> widths);

/// log of E[M^2] / E[M]^2 for M = |x_L|^2 in a plain network without biases of positively homogeneous phi and Gaussian
/// weights, exactly: sum_k log(1 + (E[phi^4] / V^2 - 1) / n_k), n_k the widths of x_1 ... x_L.
///
/// The factors are 1 + 5/n for ReLU (Hanin & Rolnick 2018) and 1 + 2/n for linear networks. Throws DomainError if phi
/// is not positively homogeneous or is zero.
double log_square_length_ratio(const Moments& phi, std::span<const std::size_t> widths);

}  // namespace initlab
