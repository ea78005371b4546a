#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "theory/length_map.hpp"

namespace initlab {

/// A step of a residual block's branch: a weight matrix with its biases, or the activation.
struct BranchStep {
  enum class Kind { linear, activation };
  Kind kind = Kind::activation;
  LayerVariances variances = {0.0, 0.0};  ///< of a linear step
};

/// One block of a residual network as theory reads it (network/block_spec.hpp is the network's own description):
///
///   x_l = skip * S x_(l-1) + branch * B(branch_input * x_(l-1))
///
/// S is the identity or a random projection.
struct ResidualBlock {
  std::vector<BranchStep> steps;  ///< of B, in the order in which a signal passes them
  std::optional<LayerVariances> projection = std::nullopt;
  double skip = 1.0, branch = 1.0, branch_input = 1.0;
  double width_ratio = 1.0;  ///< n_l / n_(l-1); the branch takes its new width in its first matrix
};

/// B = phi(W x + b)
ResidualBlock reduced_block(const LayerVariances& inner);
/// B = V phi(W x + b) + a
ResidualBlock full_block(const LayerVariances& inner, const LayerVariances& outer);
/// B = W_m phi(... W_1 phi(x) + b_1 ...) + b_m
ResidualBlock preactivation_block(std::span<const LayerVariances> layers);

/// Whether B ends in a matrix, so that it has mean zero given its input.
bool ends_in_matrix(const ResidualBlock& block);
/// Whether B's first step is the activation, so that phi sees x_(l-1) itself.
bool begins_with_activation(const ResidualBlock& block);
/// Whether the block passes skip * x_(l-1) on, because nothing comes out of its branch: a multiplier or a last matrix
/// of zero (ReZero, SkipInit, Fixup).
bool is_silent(const ResidualBlock& block);

/// Throws DomainError unless all variances and multipliers are finite, variances not negative, the width ratio is
/// positive, 1 beside an identity, and there is an activation. phi on both ends of a branch is refused as well: what
/// comes out would depend on x_(l-1) unit by unit. `number` is the block's own, from 1.
void check(const ResidualBlock& block, std::size_t number);

}  // namespace initlab
