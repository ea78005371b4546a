#include "activations/exact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace initlab::test {
namespace {

using Real = long double;

constexpr Real sqrt_two = std::numbers::sqrt2_v<Real>;
constexpr Real pi = std::numbers::pi_v<Real>;

Real sigmoid(Real x) { return 1 / (1 + std::exp(-x)); }
Real normal_pdf(Real x) { return std::exp(-x * x / 2) / std::sqrt(2 * pi); }
Real normal_cdf(Real x) { return std::erfc(-x / sqrt_two) / 2; }

ExactActivation leaky_relu(PluginArguments arguments, Real slope) {
  return {"leaky_relu",
          arguments,
          {[=](Real x) { return x > 0 ? x : slope * x; }, 1},
          {[=](Real x) { return x > 0 ? 1 : slope; }, 0.5}};
}

ExactActivation alpha_relu(PluginArguments arguments, Real alpha) {
  const ExactFunction value = [=](Real x) { return x > 0 ? std::pow(x, alpha) : 0; };
  const ExactFunction derivative = [=](Real x) { return x > 0 ? alpha * std::pow(x, alpha - 1) : 0; };
  // The power's relative error is the absolute one of its logarithm.
  const auto growing_with_the_logarithm = [=](ExactFunction f) {
    return [=](Real x) { return x > 0 ? f(x) * (1 + (1 - alpha) * std::fabs(std::log(x))) : 0; };
  };
  return {"alpha_relu",
          arguments,
          {value, 2, growing_with_the_logarithm(value)},
          {derivative, 2, growing_with_the_logarithm(derivative)}};
}

ExactActivation elu(PluginArguments arguments, Real alpha) {
  return {"elu",
          arguments,
          {[=](Real x) { return x > 0 ? x : alpha * std::expm1(x); }, 3},
          {[=](Real x) { return x > 0 ? 1 : alpha * std::exp(x); }, 2}};
}

ExactActivation selu() {
  // Klambauer et al. 2017, eq. 14: the solution for the fixed point (0, 1).
  const Real one = std::erfc(1 / sqrt_two), two = std::erfc(sqrt_two);
  const Real e = std::numbers::e_v<Real>, root_e = std::sqrt(e);
  const Real alpha = std::sqrt(2 / pi) / (1 - one * root_e);
  const Real scale = (1 - one * root_e) * std::sqrt(2 * pi) /
                     std::sqrt(2 * two * e * e + pi * one * one * e - 2 * (2 + pi) * one * root_e + pi + 2);
  return {"selu",
          {},
          {[=](Real x) { return scale * (x > 0 ? x : alpha * std::expm1(x)); }, 3},
          {[=](Real x) { return scale * (x > 0 ? 1 : alpha * std::exp(x)); }, 2}};
}

ExactActivation gelu() {
  return {"gelu",
          {},
          {[](Real x) { return x * normal_cdf(x); }, 4},
          {[](Real x) { return normal_cdf(x) + x * normal_pdf(x); }, 5,
           [](Real x) { return normal_cdf(x) + std::fabs(x) * normal_pdf(x); }}};
}

ExactActivation silu(PluginArguments arguments, Real beta) {
  const auto slope_of_gate = [=](Real x) { return beta * sigmoid(beta * x) * sigmoid(-beta * x); };
  return {"silu",
          arguments,
          {[=](Real x) { return x * sigmoid(beta * x); }, 3},
          {[=](Real x) { return sigmoid(beta * x) + x * slope_of_gate(x); }, 4,
           [=](Real x) { return sigmoid(beta * x) + std::fabs(x) * slope_of_gate(x); }}};
}

ExactActivation softplus(PluginArguments arguments, Real beta) {
  // Beyond 1000 the logarithm is beta x to the last bit, and exp would overflow.
  return {"softplus",
          arguments,
          {[=](Real x) { return beta * x > 1000 ? x : std::log1p(std::exp(beta * x)) / beta; }, 3},
          {[=](Real x) { return sigmoid(beta * x); }, 3}};
}

ExactActivation mish() {
  // The paper's derivative, e^x omega / delta^2. Beyond 100 it is 1 to the last bit, and the powers would overflow.
  const auto fraction = [](Real x, Real four_x_plus_four, Real four_x_plus_six) {
    const Real omega = four_x_plus_four + 4 * std::exp(2 * x) + std::exp(3 * x) + std::exp(x) * four_x_plus_six;
    const Real delta = 2 * std::exp(x) + std::exp(2 * x) + 2;
    return x > 100 ? 1 : std::exp(x) * omega / (delta * delta);
  };
  return {"mish",
          {},
          {[](Real x) { return x > 100 ? x : x * std::tanh(std::log1p(std::exp(x))); }, 4},
          {[=](Real x) { return fraction(x, 4 * x + 4, 4 * x + 6); }, 5,
           [=](Real x) { return fraction(x, 4 * std::fabs(x) + 4, 4 * std::fabs(x) + 6); }}};
}

ExactActivation sine() {
  // The range in which math::sin has its digits.
  return {"sin", {}, {[](Real x) { return std::sin(x); }, 2}, {[](Real x) { return std::cos(x); }, 2}, 1e5, 1e9};
}

ExactActivation arctan() {
  // Beyond, 1 + x^2 overflows, and the derivative is 0 a little before it underflows.
  return {"arctan", {},   {[](Real x) { return std::atan(x); }, 2}, {[](Real x) { return 1 / (1 + x * x); }, 2},
          1e18,     1e150};
}

std::vector<ExactActivation> all() {
  return {
      leaky_relu({}, 0.01),
      leaky_relu({{{"slope", -1.0}}}, -1),
      leaky_relu({{{"slope", 0.0}}}, 0),
      alpha_relu({}, 0.9),
      alpha_relu({{{"alpha", 0.6}}}, 0.6),
      alpha_relu({{{"alpha", 1.0}}}, 1),
      {"erf",
       {},
       {[](Real x) { return std::erf(x); }, 2},
       {[](Real x) { return 2 / std::sqrt(pi) * std::exp(-x * x); }, 3}},
      sine(),
      elu({}, 1),
      elu({{{"alpha", 0.3}}}, 0.3),
      selu(),
      gelu(),
      silu({}, 1),
      silu({{{"beta", 2.0}}}, 2),
      softplus({}, 1),
      softplus({{{"beta", 0.25}}}, 0.25),
      {"sigmoid", {}, {sigmoid, 3}, {[](Real x) { return sigmoid(x) * sigmoid(-x); }, 4}},
      {"softsign",
       {},
       {[](Real x) { return x / (1 + std::fabs(x)); }, 1},
       {[](Real x) { return 1 / ((1 + std::fabs(x)) * (1 + std::fabs(x))); }, 2}},
      {"hard_tanh",
       {},
       {[](Real x) { return std::fmax(-1, std::fmin(x, 1)); }, 0},
       {[](Real x) { return std::fabs(x) < 1 ? 1 : 0; }, 0}},
      arctan(),
      mish(),
  };
}

}  // namespace

std::string name_of(const ExactActivation& phi) {
  std::string name = phi.id;
  for (const auto& [parameter, value] : phi.arguments.given)
    name += fmt::format("_{}_{}", parameter, std::get<double>(value));
  // GoogleTest takes letters, digits and underscores.
  std::replace(name.begin(), name.end(), '-', 'm');
  std::replace(name.begin(), name.end(), '.', 'p');
  return name;
}

const std::vector<ExactActivation>& exact_activations() {
  static const std::vector<ExactActivation> list = all();
  return list;
}

}  // namespace initlab::test
