#pragma once
#include <string>

namespace initlab {

/// What one accumulator holds: a named observable.
struct Quantity {
  std::string name;         ///< as in the result file, e.g. "preactivation.second_moment"
  std::string unit;         ///< "1" for a pure number
  std::string description;  ///< one sentence
  bool positive = false;    ///< the logarithm has a meaning, so it is accumulated too

  bool operator==(const Quantity&) const = default;
};

}  // namespace initlab
