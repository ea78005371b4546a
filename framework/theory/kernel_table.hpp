#pragma once
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "theory/chebyshev_cell.hpp"
#include "theory/moments.hpp"

namespace initlab {

/// Mehler's series (hermite_series.hpp) without its length.
struct HermiteCoefficients {
  std::vector<double> b;
  double slopes_left_out;  ///< D - sum_k b_k^2
  double values_left_out;  ///< (V - mean^2) / q - sum_k b_k^2 / (k+1)
};

/// V - K, if its relative error is below 1e-12 by the bounds of KernelTable.
std::optional<double> bounded_deficit(const HermiteCoefficients& series, double q, double one_minus_c);

/// The deficit V - K of kernel.hpp for very many lengths, as a deep residual network needs it: where Hermite series are
/// asked for at many lengths, they are made at a few and their coefficients interpolated.
///
/// A coefficient b_k(q) is an analytic function of log q, of imaginary part up to pi for most phi and pi / 2 where a
/// phi' falls like a Gaussian, so its Chebyshev interpolant on a cell of log q converges geometrically, and is used
/// only where a series made between the nodes agrees to 2e-13 (to 1.6e-12 for the longest).
///
/// What the terms from N on add is bounded by Parseval's sum: with `missing` = D - sum_(k<N) b_k^2 they are at most
/// q d missing, and at most q missing |c|^(N+1) / (N+1) once their part without c is taken from V. A number is given
/// where one of these is below 1e-12 of it, so its relative accuracy is 2e-12, and 5e-12 for the longest.
///
/// Keeps what it makes; not to be shared between threads.
class KernelTable {
 public:
  /// Keeps a reference: `phi` must outlive it.
  explicit KernelTable(const Moments& phi);

  /// None where no series of up to 32768 terms suffices: for d below about 0.001 unless q is small and phi smooth, and
  /// for a phi that jumps. Throws what Moments throws.
  std::optional<double> deficit(double q, double one_minus_c);

 private:
  struct Cell {
    long requests = 0;
    bool is_tried = false;
    std::optional<ChebyshevCell> interpolant;
  };

  std::optional<HermiteCoefficients> coefficients(double q, std::size_t terms);

  const Moments* phi_;
  bool is_continuous_;
  std::map<std::pair<std::size_t, double>, Cell> cells_;  // by terms and the least log q
};

}  // namespace initlab
