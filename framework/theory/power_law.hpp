#pragma once
#include <optional>

#include "core/activation.hpp"

namespace initlab {

/// phi(x) = right * x^exponent for x > 0 and -left * |x|^exponent for x < 0, exponent > 0: alpha-ReLU, its leaky and
/// odd relatives, the squared ReLU. (Exponent 1 is what homogeneous.hpp calls slopes.) Lengths scale: K, V and V - K at
/// length q are q^exponent times those at length 1, K' and D are q^(exponent-1) times theirs.
struct PowerLaw {
  double exponent;
  double right;
  double left;
};

/// The power law, if phi and phi' have this form at each of 192 irregular points with 1e-6 <= |x| <= 1e6, to the
/// rounding of a power (some units times log|x|), and the exponent is at most 3. None for two slopes, which are
/// simpler. What happens only between the points is not seen.
std::optional<PowerLaw> power_law(const Activation& phi);

/// E[phi(sqrt(q) z)], V(q) and D(q); D is infinite for an exponent of 1/2 and below.
double power_law_mean(const PowerLaw& phi, double q);
double power_law_second_moment(const PowerLaw& phi, double q);
double power_law_derivative_second_moment(const PowerLaw& phi, double q);

/// K, K' and V - K of kernel.hpp for length q, d = 1 - c, from orthant_moment.hpp: with the exponent e, right r, left l
///
///   value        (r^2 + l^2) J_e(c) - 2 r l J_e(-c)
///   derivative   e^2 ((r^2 + l^2) J_(e-1)(c) + 2 r l J_(e-1)(-c))
///   deficit      (r^2 + l^2) (J_e(1) - J_e(c)) + 2 r l J_e(-c)
///
/// Relative accuracy 1e-13 of the deficit, of J and so of the others where no two terms cancel. As d -> 0, the deficit
/// is D(1) d for an exponent above 1/2, and falls like d^(e + 1/2) below; the derivative is D(q) or infinite there.
double power_law_kernel(const PowerLaw& phi, double q, double one_minus_c);
double power_law_derivative_kernel(const PowerLaw& phi, double q, double one_minus_c);
double power_law_kernel_deficit(const PowerLaw& phi, double q, double one_minus_c);

/// E[(phi(u1) - phi(u2))^2] / 2 for lengths q1 and q2: (s1 - s2)^2 V / 2 + s1 s2 (V - K), s = q^(exponent/2). Nothing
/// cancels.
double power_law_half_square_distance(const PowerLaw& phi, double q1, double q2, double one_minus_c);

}  // namespace initlab
