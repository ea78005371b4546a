#pragma once
#include <optional>
#include <string>
#include <vector>

#include "theory/correlation_rate.hpp"
#include "theory/edge_of_chaos.hpp"

namespace initlab {

/// A point of the edge of chaos with all that is said about it.
struct CriticalPoint {
  EdgePoint edge;
  double chi_1;
  double xi_q;  ///< -1 / log(slope); infinity where lengths do not approach q
  double xi_c;
  std::optional<CorrelationRate> rate;
  double mean_share;    ///< E[phi]^2 / E[phi^2]
  double short_growth;  ///< by which a length of 1e-4 grows a layer
};

/// The edge of chaos at one sigma_b.
struct CriticalPoints {
  double sigma_b;
  EdgeKind kind;
  std::vector<CriticalPoint> points;
};

CriticalPoints critical_points(const Moments& phi, double sigma_b);

/// What must be known of a phi that jumps, as a sentence: that chi_1 does not see the jump. Empty for any other phi.
std::string jump_remark(const Moments& phi);

/// What a reader must know before using the numbers, as the rest of a sentence that begins with "At sigma_b = ...":
/// that there is no point, none that is stable, only a spurious one, or that every length is one. Empty otherwise.
std::string remark(const CriticalPoints& edge);

}  // namespace initlab
