#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/initializer.hpp"
#include "network/block_spec.hpp"

namespace initlab {

/// A kind of network (mathematics.md, section 1; Yang & Schoenholz 2017 for the residual ones):
///
///     plain             x_l = phi(W x_{l-1} + b)
///     residual-reduced  x_l = x_{l-1} + phi(W x_{l-1} + b)
///     residual-full     x_l = x_{l-1} + V phi(W x_{l-1} + b) + a
///     residual-preact   x_l = x_{l-1} + W_m phi(... W_1 phi(x_{l-1}) + b_1 ...) + b_m, m weight layers a branch
struct Architecture {
  std::string name = "plain";
  std::size_t branch_layers = 2;  ///< m, of residual-preact only
};

std::vector<std::string> architecture_names();

/// The blocks l = 1..L of a network whose x_0 ... x_L have these widths. The initializer is asked once for every weight
/// matrix and once for every block's multipliers; `theory` answers its questions about the activation meanwhile. Where
/// a residual network changes its width, the skip is a random projection (role `skip`).
std::vector<BlockSpec> make_blocks(const Architecture& architecture, std::span<const std::size_t> widths,
                                   const Initializer& initializer, Theory theory);

/// Weight matrices in the deepest branch of such a network: 1 for plain.
std::size_t matrices_in_block(const Architecture& architecture);

}  // namespace initlab
