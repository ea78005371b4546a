#pragma once
#include <optional>

#include "theory/hermite_series.hpp"
#include "theory/moments.hpp"

namespace initlab {

/// How a kernel arrives at its numbers.
enum class KernelMethod {
  /// The closed form that phi offers, homogeneous.hpp or hermite_series.hpp where they are exact, else
  /// pair_quadrature.hpp. Of Moments made for quadrature only no closed form is asked.
  fastest,
  quadrature_only,  ///< to test the others against
};

/// The two-input expectations of phi for inputs of one length q and correlation c,
///
///   u1 = sqrt(q) z1     u2 = sqrt(q) (c z1 + sqrt(1 - c^2) z2)     z1, z2 independent standard normal
///
/// c is always given as d = 1 - c in [0, 2]: near 1, where networks work, c itself has no digits left.
///
///   value(d)        K  = E[phi(u1) phi(u2)]
///   derivative(d)   K' = E[phi'(u1) phi'(u2)], which is also (dK/dc) / q (Price 1958)
///   deficit(d)      V(q) - K = E[(phi(u1) - phi(u2))^2] / 2
///
/// Accurate to 1e-12 for 1e-6 <= q <= 1e4: of the deficit itself, for every d down to 0, and else of V(q) and D(q).
/// If phi jumps, derivative is of the smooth parts only.
///
/// The series found on the way are kept, so that many d at one q cost little; not to be shared between threads. Throws
/// DomainError if q is not positive and finite or d not in [0, 2], and what Moments and pair_expectation throw.
class Kernel {
 public:
  /// Keeps a reference: `phi` must outlive it.
  Kernel(const Moments& phi, double q, KernelMethod method = KernelMethod::fastest);

  double value(double one_minus_c);
  double derivative(double one_minus_c);
  double deficit(double one_minus_c);

  double length() const { return q_; }

 private:
  std::optional<double> closed_form(PairMoment which, double one_minus_c) const;
  // A series with enough terms for this d; null if there is none.
  const HermiteSeries* series_for(double one_minus_c);
  const HermiteSeries* series_of(std::size_t count, std::optional<std::optional<HermiteSeries>>& kept);

  const Moments* phi_;
  double q_;
  KernelMethod method_;
  bool is_continuous_;    // then phi' says everything of phi but its mean
  bool may_be_complete_;  // a series
  std::optional<std::optional<HermiteSeries>> short_series_, long_series_;
};

/// E[phi(u1) phi(u2)] for u1 and u2 of lengths q1 and q2, accurate to 1e-12 of sqrt(V(q1) V(q2)).
double unequal_kernel(const Moments& phi, double q1, double q2, double one_minus_c);

/// E[(phi(u1) - phi(u2))^2] / 2 for lengths q1 and q2: what becomes of half the mean squared distance of two inputs,
/// (q1 + q2) / 2 - sqrt(q1 q2) c. Relative accuracy 1e-12, however close they are.
double unequal_half_square_distance(const Moments& phi, double q1, double q2, double one_minus_c);

}  // namespace initlab
