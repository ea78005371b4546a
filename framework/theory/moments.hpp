#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/activation.hpp"
#include "theory/gaussian_expectation.hpp"
#include "theory/homogeneous.hpp"
#include "theory/power_law.hpp"

namespace initlab {

/// How Moments arrives at a number.
enum class MomentMethod {
  closed_form_first,  ///< the activation's closed form where it has one or is positively homogeneous, else quadrature
  quadrature_only,    ///< to test a closed form against
};

/// The Gaussian moments of an activation phi at length q, z standard normal; what every mean-field formula is made of.
///
///   mean                      E[phi(sqrt(q) z)]
///   second_moment             V(q) = E[phi(sqrt(q) z)^2]
///   derivative_second_moment  D(q) = E[phi'(sqrt(q) z)^2]
///
/// Quadrature is accurate to 1e-12 relative for 1e-6 <= q <= 1e4, and for a mean relative to E|phi(x) + phi(-x)| / 2,
/// as long as phi is: rounding inside phi (exp(x) - 1 where expm1(x) is meant) is not repaired. It works for any q.
///
/// At q = 0 the values are phi(0), phi(0)^2 and phi'(0)^2; where 0 is a kink, phi'(0) is a mere convention and the mean
/// of both sides' phi'^2 is given: the limit q -> 0. A moment that overflows is +-infinity; none is NaN.
///
/// Throws DomainError if q is negative, infinite or NaN, and PluginError if phi or its closed form gives NaN, or if the
/// quadrature does not converge. May be used on many threads at once.
class Moments {
 public:
  /// Keeps a reference: the activation must outlive it.
  explicit Moments(const Activation& phi, MomentMethod method = MomentMethod::closed_form_first);

  double mean(double q) const { return moment(Moment::mean, q); }
  double second_moment(double q) const { return moment(Moment::second_moment, q); }
  double derivative_second_moment(double q) const { return moment(Moment::derivative_second_moment, q); }
  double moment(Moment which, double q) const;

  /// E[f(phi(x), phi'(x), z)], x = sqrt(q) z, q > 0, by quadrature. For what the formulas above do not cover; `floor`
  /// is an error of no interest.
  double expectation(double (*f)(double value, double derivative, double z), double q, double floor = 0.0) const;

  /// The two-input moment at q > 0 and 1 - c = one_minus_c that phi offers in closed form; none for quadrature_only.
  std::optional<double> pair_closed_form(PairMoment which, double q, double one_minus_c) const;

  const Activation& activation() const { return *phi_; }
  /// Where phi or phi' is not smooth, as phi declares it.
  std::span<const double> kinks() const { return kinks_; }
  /// The slopes of a positively homogeneous phi, whose expectations need no quadrature; none for quadrature_only.
  const std::optional<Slopes>& slopes() const { return slopes_; }
  /// The same of a phi that is homogeneous of another degree than 1.
  const std::optional<PowerLaw>& power_law() const { return power_law_; }

 private:
  double at_zero(Moment which) const;
  double by_quadrature(Moment which, double q) const;
  double integrated(const BatchFunction& f, std::string_view what, double q, double floor) const;
  double checked(Moment which, double q, double value) const;

  const Activation* phi_;
  MomentMethod method_;
  std::vector<double> kinks_;  // of phi, not of z
  std::optional<Slopes> slopes_;
  std::optional<PowerLaw> power_law_;
};

}  // namespace initlab
