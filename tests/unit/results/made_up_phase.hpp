#pragma once
#include <limits>

#include "results/phase_store.hpp"

namespace initlab::test {

/// Two rows of three points with every fate, an infinity, a NaN and numbers that all differ.
inline PhaseGrid small_grid() {
  constexpr double inf = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  return {{{0.5, 0, LengthFate::vanishes, 0, 0.25, 0, 0.75, 0.8},
           {1, 0, LengthFate::stays, 1, 1, 0, inf, inf},
           {1.5, 0, LengthFate::grows_without_bound, inf, 1.125, nan, nan, 9}},
          {{0.5, 0.3, LengthFate::converges, 0.1, 0.2, 0.3, 0.4, 0.7},
           {1, 0.3, LengthFate::converges, 0.6, 0.9, 0, 1 / 3.0, 1.1},
           {1.5, 0.3, LengthFate::converges, 2, 1.25, 1e-17, 1e300, 5e-324}}};
}

inline PhaseManifest phase_manifest() {
  return {"leaky_relu(slope=0.2)",
          "initlab phase leaky_relu --set slope=0.2 --sigma-w 0.5:1.5:3 --sigma-b 0:0.3:2",
          "0.1.0",
          "0123abc",
          {"activation", "leaky_relu", "1.0", "gcc 12.2.0", "a1b2", "slope=0.2"}};
}

}  // namespace initlab::test
