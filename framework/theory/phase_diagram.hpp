#pragma once
#include <span>
#include <string>
#include <vector>

#include "theory/length_map.hpp"

namespace initlab {

/// Where signals end in a deep plain network of one sigma_w and sigma_b at infinite width.
enum class Phase {
  ordered,    ///< chi_1 < 1: any two inputs become the same, gradients fade
  edge,       ///< chi_1 = 1 to 1e-9, seldom met by a grid
  chaotic,    ///< chi_1 > 1: close inputs part, gradients grow
  unbounded,  ///< lengths grow without bound
};

/// One point of the phase diagram (Poole et al. 2016; Schoenholz et al. 2017).
struct PhasePoint {
  double sigma_w;
  double sigma_b;
  LengthFate fate;
  double q;            ///< q*, reached from length 1; 0 if lengths vanish, infinity if they grow without bound
  double chi_1;        ///< sigma_w^2 D(q*), and its limit q -> 0 or q -> infinity
  double one_minus_c;  ///< 1 - c*, the correlation to which all but equal inputs are led; NaN if lengths are unbounded
  double xi_c;         ///< depth scale of that; infinity where chi_c = 1, NaN as above
  double xi_q;         ///< depth scale of the approach to q*; infinity where there is none
  /// Why the correlation could not be computed (then 1 - c* and xi_c are NaN); empty if it could.
  std::string trouble = {};
};

/// Throws PluginError if not even q* can be computed.
PhasePoint phase_point(const Moments& phi, double sigma_w, double sigma_b);

/// Rows of a phase diagram, one a sigma_b and each over the same sigma_w; both ascending, none empty.
using PhaseGrid = std::vector<std::vector<PhasePoint>>;

/// One row of a diagram. May be called for many rows at once, on as many threads.
std::vector<PhasePoint> phase_row(const Moments& phi, std::span<const double> sigma_w, double sigma_b);

Phase phase_of(const PhasePoint& point);

inline constexpr LengthFate every_length_fate[] = {LengthFate::converges, LengthFate::vanishes,
                                                   LengthFate::grows_without_bound, LengthFate::stays};

/// One word for people and tables: "converges", "vanishes", "grows", "stays".
const char* to_string(LengthFate fate);

}  // namespace initlab
