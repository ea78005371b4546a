#pragma once
#include <optional>

#include "theory/edge_of_chaos.hpp"

namespace initlab {

/// How slowly two inputs become the same on the edge of chaos: 1 - c_l ~ coefficient / l^power after l layers.
struct CorrelationRate {
  double coefficient;
  int power;
};

/// The rate at a point of the edge with q > 0 (Hayou et al. 2019). With d = 1 - c, the correlation map there is
///
///   d -> d - a d^2        a = sigma_w^2 q E[phi''^2] / 2,  d_l ~ 1 / (a l)       where phi' is continuous
///   d -> d - s d^(3/2)                                     d_l ~ 4 / (s l)^2     where phi' jumps (ReLU: 9 pi^2 / (2
///   l^2))
///
/// No phi'' is asked for: a and s are the limit d -> 0 of what the map takes away, found by extrapolation to about
/// 1e-7. None at q = 0, for a phi that jumps, and where neither law holds (x^alpha above zero and alpha < 3/2, say).
std::optional<CorrelationRate> correlation_rate(const Moments& phi, const EdgePoint& point);

}  // namespace initlab
