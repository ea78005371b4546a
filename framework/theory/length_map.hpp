#pragma once
#include "theory/moments.hpp"

namespace initlab {

/// What one layer of a plain network is drawn from, per fan-in: sigma_w^2 = fan_in Var W_ij, sigma_b^2 = Var b_i.
struct LayerVariances {
  double weight;
  double bias;
};

/// Throws DomainError unless both are finite and not negative.
void check(const LayerVariances& variances);

/// Length of a layer's preactivations from that of the layer before, q -> sigma_w^2 V(q) + sigma_b^2 (Poole et al.
/// 2016, eq. 3). Exact at infinite width.
double length_map(const Moments& phi, double q, const LayerVariances& variances);

/// The slope of the length map, sigma_w^2 V'(q).
double length_map_slope(const Moments& phi, double q, const LayerVariances& variances);

/// Where repeated application of the length map leads.
enum class LengthFate {
  converges,            ///< to a positive length
  vanishes,             ///< to zero
  grows_without_bound,  ///< beyond 1e12, where the search ends
  stays,  ///< every length is a fixed point: a positively homogeneous phi, sigma_b = 0, sigma_w^2 V(1) = 1
};

struct LengthFixedPoint {
  LengthFate fate;
  double q;        ///< the fixed point; infinity if there is none, the start if every length is one
  double slope;    ///< dq_(l+1) / dq_l there
  double chi_1;    ///< sigma_w^2 D(q), by which mean squared gradients grow a layer (Schoenholz et al. 2017)
  double xi_q;     ///< depth scale -1 / log(slope) of the approach; infinity where the slope is 1 or there is none
  bool is_stable;  ///< |slope| < 1
};

/// The fixed point that iteration from `start` reaches.
///
/// It is the nearest one above the start if the map leads upward there, else the nearest below, found by steps of a
/// factor of 1.27 that grow to 10 and refined to rounding. That is where the iteration goes if V grows with q; for a V
/// that falls somewhere, a slope below -1 says that the iteration circles the point. Of two fixed points within one
/// step of each other, both may be passed over.
///
/// Throws DomainError for variances or a start that are negative or not finite.
LengthFixedPoint length_fixed_point(const Moments& phi, const LayerVariances& variances, double start = 1.0);

}  // namespace initlab
