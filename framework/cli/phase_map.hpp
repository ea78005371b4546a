#pragma once
#include <string>

#include "theory/phase_diagram.hpp"

namespace initlab {

/// The diagram in characters, sigma_w to the right and sigma_b upward, with axes, in lines of at most `width` columns
/// and without colour. Large grids are thinned to what fits.
///
///   .  ordered    +  next to the edge of chaos    #  chaotic    ^  unbounded
///
/// A character next to one of the other phase is + if its chi_1 is the nearer to 1.
std::string phase_map(const PhaseGrid& grid, unsigned width);

}  // namespace initlab
