#pragma once
#include <cstddef>
#include <span>

namespace initlab {

/// The upper triangular R with R^T R = gram (size x size, row-major; only its upper triangle is read), in place, zeros
/// below the diagonal. Stops at the first column of which less than `least_share` of the squared length is new, and
/// returns its number; `size` when there is none. Not-a-number stops it too.
std::size_t cholesky(std::span<double> gram, std::size_t size, double least_share);

/// x = (R^T R)^(-1) x for each of the `count` columns of x (size x count, row-major).
void solve_normal_equations(std::span<const double> upper, std::size_t size, std::span<double> x, std::size_t count);

/// out = R^(-1), upper triangular.
void invert_upper(std::span<const double> upper, std::size_t size, std::span<double> out);

}  // namespace initlab
