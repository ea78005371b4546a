#pragma once
#include "theory/kernel.hpp"
#include "theory/length_map.hpp"

namespace initlab {

/// 1 - c after one layer, for two inputs whose length q the layer keeps: d -> sigma_w^2 (V(q) - K(q, q, 1 - d)) / q.
/// Nothing is subtracted from one anywhere, so d keeps its relative accuracy however small it is.
double correlation_map(Kernel& kernel, double one_minus_c, double weight_variance);

struct CorrelationFixedPoint {
  double one_minus_c;
  double slope;  ///< chi_c = sigma_w^2 K'(q, q, c) there, dc_(l+1) / dc_l
  double xi_c;   ///< depth scale -1 / log(slope); infinity on the edge of chaos
};

/// The stable fixed point of the correlation at length q = q* (Poole et al. 2016; Schoenholz et al. 2017): c* = 1 if
/// chi_1 <= 1, else the one in [0, 1) to which all correlations but 1 converge. There is exactly one, because the
/// coefficients of K as a power series in c are squares. For q = 0 the limit q -> 0, c* = 1, is given.
///
/// A phi that jumps parts close inputs whatever chi_1 is, the probability of a jump between them being of order
/// sqrt(1 - c): there c* < 1 always, and the slope is a difference quotient, good to six digits.
CorrelationFixedPoint correlation_fixed_point(const Moments& phi, double q, const LayerVariances& variances);

}  // namespace initlab
