#pragma once
#include <string_view>
#include <vector>

namespace initlab {

/// A gain that somebody's table has for an activation, with the parameters that are defaults here.
struct PublishedGain {
  enum class Of { spread, mean_square };  ///< meant for 1/sqrt(Var phi(z)) or for 1/sqrt(E phi(z)^2)
  std::string_view source;
  Of of;
  double value;
};

/// What is published for the activation of that name. A table's number is printed beside the exact one, never used:
/// docs/decisions/exact-gains.md.
std::vector<PublishedGain> published_gains(std::string_view activation);

}  // namespace initlab
