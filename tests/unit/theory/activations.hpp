#pragma once
#include <initlab/math.hpp>
#include <map>
#include <memory>
#include <numbers>
#include <string>

#include "core/function_activation.hpp"

namespace initlab {

/// The activations of reference_moments.hpp by name, without closed forms.
class ReferenceActivations {
 public:
  ReferenceActivations() {
    add("identity", [](auto x) { return x; });
    add("tanh", [](auto x) { return math::tanh(x); });
    add("erf", [](auto x) { return math::erf(x); });
    add("sin", [](auto x) { return math::sin(x); });
    add("arctan", [](auto x) { return math::atan(x); });
    add("sigmoid", [](auto x) { return sigmoid(x); });
    add("silu", [](auto x) { return x * sigmoid(x); });
    add("softplus", [](auto x) { return softplus(x); });
    add("mish", [](auto x) { return x * math::tanh(softplus(x)); });
    add("gelu", [](auto x) { return gelu(x); });
    add("softsign", [](auto x) { return x / (constant(x, 1.0) + magnitude(x)); }, {0.0});
    add("relu", [](auto x) { return x > constant(x, 0.0) ? x : constant(x, 0.0); }, {0.0});
    add("leaky_relu_0.2", [](auto x) { return x > constant(x, 0.0) ? x : constant(x, 0.2) * x; }, {0.0});
    add("elu", [](auto x) { return elu(x, 1.0); }, {0.0});
    add("selu", [](auto x) { return constant(x, selu_scale) * elu(x, selu_alpha); }, {0.0});
    add("hard_tanh", [](auto x) { return hard_tanh(x); }, {-1.0, 1.0});
  }

  const Activation& operator[](std::string_view name) const { return *activations_.at(std::string(name)); }

 private:
  // Klambauer et al. 2017: the values for which mean 0 and second moment 1 are a fixed point.
  static constexpr double selu_alpha = 1.6732632423543772848;
  static constexpr double selu_scale = 1.0507009873554804934;

  template <class T>
  static T constant(T, double value) {
    return T(value);
  }
  template <class T>
  static T magnitude(T x) {
    return x < T(0) ? -x : x;
  }
  template <class T>
  static T sigmoid(T x) {
    const T small = math::exp(-magnitude(x));  // exp(-x) and its square in the derivative would overflow
    return (x < T(0) ? small : T(1)) / (T(1) + small);
  }
  template <class T>
  static T softplus(T x) {
    return (x > T(0) ? x : T(0)) + math::log1p(math::exp(-magnitude(x)));
  }
  template <class T>
  static T gelu(T x) {
    return T(0.5) * x * (T(1) + math::erf(x * T(1 / std::numbers::sqrt2)));
  }
  template <class T>
  static T elu(T x, double alpha) {
    return x > T(0) ? x : T(alpha) * math::expm1(x);
  }
  template <class T>
  static T hard_tanh(T x) {
    return x > T(1) ? T(1) : x < T(-1) ? T(-1) : x;
  }

  template <class F>
  void add(const std::string& name, F phi, std::vector<double> kinks = {}) {
    activations_[name] = std::make_unique<FunctionActivation<F>>(name, std::move(phi), std::move(kinks));
  }

  std::map<std::string, std::unique_ptr<Activation>> activations_;
};

}  // namespace initlab
