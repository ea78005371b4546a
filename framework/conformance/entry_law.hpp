#pragma once
#include <cstddef>
#include <initlab/law.hpp>

namespace initlab {

/// What single entries w of a random matrix are compared with, in units of the law's scale: x = w / scale.
///
/// `spread` is a function of x with mean 0 that grows with |x|: how far its mean is from 0 says how far the scale is
/// from the stated one. Where x has a fourth moment, it is x^2 / E[x^2] - 1. Student's t has one for nu > 4 only; there
/// it is the derivative of the log-likelihood with respect to the log of the scale, (nu + 1) x^2 / (nu + x^2) - 1,
/// which is bounded, and its variance is Fisher's information 2 nu / (nu + 3) for every nu (Lange, Little and Taylor
/// 1989, J. Am. Stat. Assoc. 84, 881).
struct EntryLaw {
  double (*cdf)(double x, double shape);
  double (*spread)(double x, double shape);
  double spread_variance;  ///< of one entry
  double spread_slope;     ///< d E[spread((1 + e) x)] / d e at e = 0
};

/// Of the families with independent entries and a density: gaussian, uniform, truncated_normal, student_t. Throws
/// DomainError for others.
EntryLaw entry_law(const Law&);

/// P(an entry of a Haar-distributed orthogonal matrix <= x), where the longer of its sides is n >= 2: a column is
/// uniform on the sphere, so that the square of an entry has the law Beta(1/2, (n - 1)/2).
double haar_entry_cdf(double x, std::size_t n);

}  // namespace initlab
