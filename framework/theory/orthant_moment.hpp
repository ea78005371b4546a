#pragma once

namespace initlab {

/// J_p(c) = E[(z1 z2)^p; z1 > 0, z2 > 0] for standard normal z1, z2 of correlation c = 1 - d, any real p > -1. The
/// arc-cosine kernel of Cho & Saul 2009 continued to real degrees; in polar coordinates, theta = acos(c),
///
///   J_p(c) = Gamma(p + 1) / (2 pi) integral_0^(pi - theta) (c + cos x)^p dx,
///
/// which is a Legendre function (Mehler & Dirichlet; DLMF 14.12.1), for it and its expansion about c = 1 see
/// orthant_moment.cpp. Relative accuracy 1e-14 for p up to 1 and 1e-13 up to 3, of d as given.
///
/// At c = 1 it is E[z^(2p); z > 0], and infinite for p <= -1/2; at c = -1 it is 0 or, for p < -1/2, infinite.
double orthant_moment(double p, double one_minus_c);

/// J_p(-c), for which 1 - (-c) may have no digits left.
double opposite_orthant_moment(double p, double one_minus_c);

/// J_p(1) - J_p(c), p > 0, to the same relative accuracy however small d is.
double orthant_moment_deficit(double p, double one_minus_c);

/// E[z^p; z > 0], infinite for p <= -1.
double half_line_moment(double p);

}  // namespace initlab
