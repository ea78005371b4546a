#pragma once
#include <optional>
#include <span>

#include "theory/residual_recursion.hpp"

namespace initlab {

/// A residual network whose weight scale is to be chosen: block l has the weight variance sigma_w^2 times `weight` of
/// blocks[l] (1 for a variance that does not change with depth), everything else as given.
struct ScalableResidual {
  ResidualKind kind;
  std::span<const BlockVariances> blocks;
  ResidualInput input = {};
};

/// The sigma_w for which gradients grow by a given factor over the whole depth, log(chi_0 / chi_L) = log_ratio: the
/// smallest, from the exact recursion. For tanh, sigma_w sqrt(L) -> sqrt(log_ratio) as L grows: "sigma_w^2 L = const"
/// (Yang & Schoenholz, ICLR 2018).
///
/// Throws DomainError if log_ratio is not positive and finite, there is no block, or no sigma_w up to 1e6 reaches it.
double sigma_w_of_gradient_budget(const Moments& phi, const ScalableResidual& network, double log_ratio);

/// The largest sigma_w for which E[x_L^2] stays below exp(log_bound): the best choice for activations like ReLU, whose
/// weight gradients do not grow with depth (Yang & Schoenholz, ICLR 2018). log(3.4e38) = 88.7 is where float ends.
///
/// None if every sigma_w up to 1e6 stays below. Throws DomainError if even sigma_w = 0 does not.
std::optional<double> sigma_w_of_largest_signal(const Moments& phi, const ScalableResidual& network, double log_bound);

}  // namespace initlab
