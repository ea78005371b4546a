#pragma once
#include <span>

#include "linear/batch.hpp"

namespace initlab {

/// Sums of products, in double and in a fixed order (linear/lane_sums.hpp): products of floats are exact, the bits do
/// not depend on the processor, and the error is at most (19 + units / 64) 2^-53 of the sum of the terms' magnitudes.
/// Small matrices are row-major.

/// out (a.count x b.count) = a^T b
void inner_products(BatchView<const float> a, BatchView<const float> b, std::span<double> out);
void inner_products(BatchView<const double> a, BatchView<const double> b, std::span<double> out);

/// out (count x count) = x^T x; only its upper triangle, with the diagonal, is written.
void gram_matrix(BatchView<const float> x, std::span<double> out);
void gram_matrix(BatchView<const double> x, std::span<double> out);

/// |x|^2
double squared_length(std::span<const float> x);
double squared_length(std::span<const double> x);

}  // namespace initlab
