#pragma once
#include <span>

#include "linear/batch.hpp"

namespace initlab {

/// Small matrices are row-major. All bits are independent of the processor.

/// y = y R in place, R (count x count) upper triangular with zeros below the diagonal: input b becomes the sum over
/// a <= b of R_ab times input a.
void multiply_upper(BatchView<float> y, std::span<const float> upper);
void multiply_upper(BatchView<double> y, std::span<const double> upper);

/// y += x C, C (x.count x y.count): input b of y grows by the sum over a of C_ab times input a of x.
void add_product(BatchView<const float> x, std::span<const float> coefficients, BatchView<float> y);
void add_product(BatchView<const double> x, std::span<const double> coefficients, BatchView<double> y);

}  // namespace initlab
