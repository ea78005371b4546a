#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/error.hpp"

namespace initlab {

/// A function on batches: out[i] = f(z[i]). It is called with a few hundred points at a time, because behind it may
/// stand a plugin, where a call costs more than an element.
using BatchFunction = std::function<void(std::span<const double> z, std::span<double> out)>;

/// What a quadrature has to know of f beforehand.
struct IntegrandShape {
  /// Points where f is not smooth, or changes fast: quadrature is split there. Any order; far points do no harm.
  std::vector<double> kinks = {};
  /// The distance over which f changes near 0 and near its kinks; 1/sqrt(q) for f(z) = phi(sqrt(q) z). Panels start at
  /// this width and grow with the distance. It need not be exact: panels are refined where they do not suffice.
  double width = 1.0;
  /// Errors below this are of no interest, because f itself is not known better.
  double absolute_floor = 0.0;
};

struct ExpectationEstimate {
  double value;             ///< E[f(z)]
  double error;             ///< a bound on its quadrature error; does not see the rounding inside f
  double magnitude;         ///< E|f(z) + f(-z)| / 2, what the error has to be compared with
  std::size_t evaluations;  ///< of f
};

/// The integral did not reach the accuracy promised, or has no value.
struct ConvergenceError : Error {
  explicit ConvergenceError(const std::string& text) : Error(ExitCode::internal, text) {}
};

/// E[f(z)] for standard normal z to a relative error of 1e-13, by adaptive Gauss-Kronrod quadrature on panels that are
/// split at the kinks and graded around them.
///
/// Folded: it integrates f(z) + f(-z) over z > 0, so the expectation of an odd f is exactly zero. "Relative" refers to
/// the magnitude above, which for f >= 0 is the expectation itself.
///
/// f is asked at |z| <= 12, or 2 beyond its outermost kink, and further out (at most 37.5) only while the tail matters.
/// A kink that was not declared costs time and hardly accuracy, unless it hides in a corner where f is zero at every
/// point asked. An f with rounding noise is integrated down to its noise. +-infinity when f overflows; never NaN.
///
/// Throws ConvergenceError when the error stays above 1e-7 of the magnitude and above the floor of the shape or f
/// overflows with both signs, DomainError when f gives NaN or the width is not positive.
double gaussian_expectation(const BatchFunction& f, const IntegrandShape& shape = {});

/// The same, with its error and without judging it. `rounds` is how often panels may be halved; 0 is the fixed rule on
/// the initial panels.
ExpectationEstimate estimate_gaussian_expectation(const BatchFunction& f, const IntegrandShape& shape, int rounds);

/// Whether gaussian_expectation would return this estimate.
bool is_acceptable(const ExpectationEstimate& estimate, const IntegrandShape& shape);

}  // namespace initlab
