#pragma once
#include <optional>
#include <span>
#include <vector>

#include "theory/moments.hpp"

namespace initlab {

/// Mehler's series of the kernels of phi at one length q. With the orthonormal Hermite polynomials h_k and the
/// coefficients b_k = E[phi'(sqrt(q) z) h_k(z)],
///
///   E[phi(u1) phi(u2)]    = mean^2 + q sum_k b_k^2 c^(k+1) / (k+1)
///   E[phi'(u1) phi'(u2)]  = sum_k b_k^2 c^k
///   V - E[phi(u1) phi(u2)] = q sum_k b_k^2 (1 - c^(k+1)) / (k+1)
///
/// Every term is positive for c > 0, so nothing cancels, however close c is to 1 or q to 0. Made of phi' for this
/// reason; phi must be continuous.
class HermiteSeries {
 public:
  /// The first `count` terms. None if phi' is zero or cannot be resolved to 1e-12 on a few thousand fixed points.
  static std::optional<HermiteSeries> of(const Moments& phi, double q, std::size_t count);

  /// The terms left out matter for no c. So it is for a phi that is analytic in a strip, unless q is large.
  bool is_complete() const { return last_share_ <= 1e-14; }
  /// Five times as many terms have a chance to be complete: b_k falls like exp(-const sqrt(k)) for a phi that is
  /// analytic in a strip (Hille 1940), so they have sqrt(5) times the digits.
  bool is_promising() const { return last_share_ <= 1e-5; }
  /// The least 1 - |c| for which `count` terms suffice without being complete: |c|^count < 1e-17.
  static double least_gap(std::size_t count);

  double value(double one_minus_c) const;
  double derivative(double one_minus_c) const;
  double deficit(double one_minus_c) const;

  double length() const { return q_; }
  double mean() const { return mean_; }
  std::span<const double> coefficients() const { return coefficients_; }
  /// D - sum_k b_k^2, and (V - mean^2) / q - sum_k b_k^2 / (k+1): what the terms left out add up to.
  double slopes_left_out() const { return slopes_left_out_; }
  double values_left_out() const { return values_left_out_; }
  /// E[phi(u1) phi(u2)] for two lengths, of which the series are given.
  static double value(const HermiteSeries& first, const HermiteSeries& second, double one_minus_c);

 private:
  HermiteSeries() = default;

  double q_ = 0.0;
  double mean_ = 0.0;
  double variance_ = 0.0;  // of phi, from its values
  double slopes_left_out_ = 0.0;
  double values_left_out_ = 0.0;
  double last_share_ = 0.0;
  std::vector<double> coefficients_;
};

}  // namespace initlab
