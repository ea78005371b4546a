#pragma once
#include <array>
#include <optional>
#include <span>
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

/// The bias scales that are looked at where nobody names others.
inline constexpr std::array usual_sigma_b{0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0};

CriticalPoints critical_points(const Moments& phi, double sigma_b);

/// What must be known of a phi that jumps, as a sentence: that chi_1 does not see the jump. Empty for any other phi.
std::string jump_remark(const Moments& phi);

/// What a reader must know before using the numbers, as the rest of a sentence that begins with "At sigma_b = ...":
/// that there is no point, none that is stable, only a spurious one, or that every length is one. Empty otherwise.
std::string remark(const CriticalPoints& edge);

/// The remarks of several sigma_b as whole sentences, each with all the sigma_b it is about.
std::vector<std::string> remarks(std::span<const CriticalPoints> edges);

}  // namespace initlab
