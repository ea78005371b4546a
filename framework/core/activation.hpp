#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace initlab {

/// Gaussian moments of an activation phi at length q, z standard normal.
enum class Moment {
  mean,                      ///< E[phi(sqrt(q) z)]
  second_moment,             ///< E[phi(sqrt(q) z)^2], V(q) of the literature
  derivative_second_moment,  ///< E[phi'(sqrt(q) z)^2], D(q)
};

/// Gaussian moments of phi for two inputs u1, u2 of length q each and correlation c, given as d = 1 - c.
enum class PairMoment {
  kernel,             ///< E[phi(u1) phi(u2)]
  derivative_kernel,  ///< E[phi'(u1) phi'(u2)]
  kernel_deficit,     ///< E[(phi(u1) - phi(u2))^2] / 2 = V(q) - kernel, to relative accuracy down to d = 0
};

/// An activation as networks and theory see it: a function on batches. Where it comes from (a shared library, a lambda
/// in a test) is not their concern.
///
/// `out` has the size of `z` and may be the same memory. Every function may run on many threads at once. A failure
/// inside is thrown as PluginError.
class Activation {
 public:
  virtual ~Activation() = default;

  virtual std::string name() const = 0;
  virtual void value(std::span<const float> z, std::span<float> out) const = 0;
  virtual void value(std::span<const double> z, std::span<double> out) const = 0;
  virtual void derivative(std::span<const float> z, std::span<float> out) const = 0;
  virtual void derivative(std::span<const double> z, std::span<double> out) const = 0;

  /// Where phi or phi' is not smooth, ascending; quadrature is split there.
  virtual std::vector<double> kinks() const { return {}; }
  /// The moments in closed form, if their author gave one for these parameters.
  virtual std::optional<double> closed_form(Moment, double /*q*/) const { return std::nullopt; }
  virtual std::optional<double> pair_closed_form(PairMoment, double /*q*/, double /*one_minus_c*/) const {
    return std::nullopt;
  }
};

}  // namespace initlab
