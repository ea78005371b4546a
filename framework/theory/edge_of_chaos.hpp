#pragma once
#include <vector>

#include "theory/length_map.hpp"

namespace initlab {

/// A pair (sigma_w, sigma_b) at which chi_1 = 1 at a fixed point q of the length map: there signals and gradients
/// neither grow nor fade (Schoenholz et al. 2017; Hayou et al. 2019).
struct EdgePoint {
  double q;
  double sigma_w;
  double slope;    ///< of the length map at q
  bool is_stable;  ///< slope < 1 - 1e-9. If not, lengths next to q are not led to it, and the point is of no use.
};

enum class EdgeKind {
  points,        ///< the edge consists of the points given, perhaps none
  every_length,  ///< a positively homogeneous phi without bias: every q is a fixed point, at the one sigma_w given
};

struct EdgeOfChaos {
  EdgeKind kind;
  std::vector<EdgePoint> points;  ///< ascending in q; for every_length the one at q = 1
};

/// The edge of chaos for a given sigma_b^2: all solutions of q - V(q)/D(q) = sigma_b^2, and sigma_w = D(q)^(-1/2).
///
/// Looked for on 1e-8 <= q <= 1e4 at 16 lengths a decade and refined to rounding; two solutions between neighbouring
/// lengths are missed. Without bias, q = 0 is a solution if phi(0) = 0; its slope is 1, and whether lengths are led to
/// it is decided by the sign of q - V/D next to it. Throws DomainError if the variance is negative or not finite.
EdgeOfChaos edge_of_chaos(const Moments& phi, double bias_variance);

}  // namespace initlab
