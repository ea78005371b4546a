#pragma once
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "plugins/arguments.hpp"

namespace initlab::test {

using ExactFunction = std::function<long double(long double)>;

/// A function and the error that its computation may have: `error` epsilon (of float or double) relative to `terms`,
/// the size of what f is the sum of. That is |f| where nothing cancels.
struct ExactPart {
  ExactFunction f;
  double error;
  ExactFunction terms = f;
};

/// A shipped activation with some parameters, and what its paper says it is: in long double, by other formulas than the
/// plugin's where there are any.
struct ExactActivation {
  std::string id;
  PluginArguments arguments;
  ExactPart value, derivative;
  double float_range = 1e37;  ///< |z| up to which the errors hold
  double double_range = 1e300;
  bool has_limits = true;         ///< of value and derivative at infinity; a wave has none
  bool has_bounded_slope = true;  ///< the derivative overflows nowhere
};

/// The id and the arguments, for the name of a test.
std::string name_of(const ExactActivation&);
inline std::ostream& operator<<(std::ostream& out, const ExactActivation& phi) { return out << name_of(phi); }

/// All but identity, relu and tanh, with their default parameters and with others. Factors on z are powers of two here:
/// the product is exact, and the error that is left is the plugin's.
const std::vector<ExactActivation>& exact_activations();

}  // namespace initlab::test
