#pragma once
#include <span>
#include <vector>

#include "theory/length_map.hpp"
#include "theory/scaled_length.hpp"

namespace initlab {

/// What theory needs to know of the inputs x_0: two of equal length. Numbers are means over the components.
struct InputPair {
  double mean_square = 1.0;  ///< |x_0|^2 / n_0
  double one_minus_c = 0.0;  ///< 1 - their correlation x_0.x_0' / |x_0|^2; 0 for a single input
};

/// Layer l = 1..L of a plain network h_l = W_l phi(h_(l-1)) + b_l (h_1 = W_1 x_0 + b_1) at infinite width.
struct PlainLayer {
  ScaledLength length;  ///< E[h^2] in a unit of its own
  double one_minus_c;   ///< 1 - correlation of the two inputs' h, tracked as a difference

  /// E[h^2]; 0 or infinity where it leaves the range of double precision.
  double q() const { return length.plain(); }
};

/// The signal, layer by layer (Poole et al. 2016, eqs. 3 and 5):
///
///   q_l = sigma_w^2 V(q_(l-1)) + sigma_b^2
///   q_l (1 - c_l) = sigma_w^2 (V - K)(q_(l-1), 1 - c_(l-1))
///
/// `layers` are those of W_1 ... W_L. 1 - c keeps its relative accuracy at any depth. Throws DomainError for a bad
/// variance or input.
std::vector<PlainLayer> plain_recursion(const Moments& phi, std::span<const LayerVariances> layers,
                                        const InputPair& input);

/// log of the mean squared gradient with respect to h_l relative to that with respect to h_L, l = 1..L:
///
///   E[delta_(l-1)^2] = sigma_w^2 (n_l / n_(l-1)) D(q_(l-1)) E[delta_l^2]        (sigma_w^2 of layer l)
///
/// (Schoenholz et al. 2017, eq. 7), a mean over components; |delta|^2 has no factor of widths. `widths` are n_0 ...
/// n_L, or empty if they are all equal. Never overflows.
std::vector<double> plain_log_gradients(const Moments& phi, std::span<const LayerVariances> layers,
                                        std::span<const PlainLayer> signal, std::span<const std::size_t> widths = {});

}  // namespace initlab
