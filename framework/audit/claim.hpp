#pragma once
#include <string>

#include "audit/family.hpp"
#include "core/initializer.hpp"

namespace initlab {

/// The law that an initializer states, as entries of a file show it.
struct ClaimedLaw {
  enum class Kind {
    drawn,        ///< independent entries of `family` with standard deviation `std`
    orthogonal,   ///< `gain` times orthonormal
    constant,     ///< all entries `value`
    only_spread,  ///< the initializer fills the matrix itself and states the deviation
    nothing,      ///< it states none, or scales to inputs that a file does not have
  };
  Kind kind = Kind::nothing;
  Family family = Family::normal;
  double std = 0.0;  ///< of the entries, of orthogonal ones gain / sqrt(max(rows, columns))
  double gain = 0.0;
  double value = 0.0;
};

/// Asks the initializer. Throws PluginError with its text where it refuses this place.
ClaimedLaw claimed_law(const Initializer& initializer, const Layer& layer);

}  // namespace initlab
