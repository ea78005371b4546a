#include "activations/exact.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <map>
#include <numbers>
#include <variant>

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
  return {"sin", {}, {[](Real x) { return std::sin(x); }, 2}, {[](Real x) { return std::cos(x); }, 2}, 1e5, 1e9, false};
}
ExactActivation cosine() {
  return {"cos", {},   {[](Real x) { return std::cos(x); }, 2}, {[](Real x) { return -std::sin(x); }, 2}, 1e5,
          1e9,   false};
}

ExactActivation snake(PluginArguments arguments, Real a) {
  return {"snake",
          arguments,
          {[=](Real x) { return x + std::sin(a * x) * std::sin(a * x) / a; }, 3,
           [=](Real x) { return std::fabs(x) + std::sin(a * x) * std::sin(a * x) / a; }},
          {[=](Real x) { return 1 + std::sin(2 * a * x); }, 3, [=](Real) { return 2; }},
          1e5,
          1e9,
          false};
}

ExactActivation swish(PluginArguments arguments, Real beta) {
  ExactActivation phi = silu(arguments, beta);
  phi.id = "swish";
  return phi;
}

ExactActivation celu(PluginArguments arguments, Real alpha) {
  return {"celu",
          arguments,
          {[=](Real x) { return x > 0 ? x : alpha * std::expm1(x / alpha); }, 3},
          {[=](Real x) { return x > 0 ? 1 : std::exp(x / alpha); }, 2}};
}

/// min(max(x + 3, 0), 6) / 6
Real hard_gate(Real x) { return std::fmin(std::fmax(x + 3, 0), 6) / 6; }

ExactActivation hard_sigmoid() {
  return {"hard_sigmoid",
          {},
          {hard_gate, 2, [](Real x) { return std::fabs(x) < 3 ? (std::fabs(x) + 3) / 6 : hard_gate(x); }},
          {[](Real x) { return std::fabs(x) < 3 ? Real(1) / 6 : 0; }, 1}};
}
ExactActivation hard_swish() {
  const auto middle = [](Real x) { return std::fabs(x) < 3; };
  return {"hard_swish",
          {},
          {[](Real x) { return x * hard_gate(x); }, 3,
           [=](Real x) { return middle(x) ? std::fabs(x) * (std::fabs(x) + 3) / 6 : std::fabs(x * hard_gate(x)); }},
          {[=](Real x) { return middle(x) ? (2 * x + 3) / 6
                                : x > 0   ? 1
                                          : 0; }, 2,
           [=](Real x) { return middle(x) ? (2 * std::fabs(x) + 3) / 6
                                : x > 0   ? 1
                                          : 0; }}};
}

ExactActivation log_sigmoid() {
  // Below -1000 the logarithm is x to the last bit, and exp would overflow.
  return {"log_sigmoid",
          {},
          {[](Real x) { return x < -1000 ? x : -std::log1p(std::exp(-x)); }, 3},
          {[](Real x) { return sigmoid(-x); }, 3}};
}

ExactActivation tanh_shrink() {
  // Near 0 the difference has too few digits even here: its series, to a relative error of 1e-20.
  const auto series = [](Real x) {
    constexpr Real c[] = {Real(1) / 3,         Real(2) / 15,          Real(17) / 315,          Real(62) / 2835,
                          Real(1382) / 155925, Real(21844) / 6081075, Real(929569) / 638512875};
    const Real y = x * x;
    Real sum = 0;
    for (int k = 6; k >= 0; --k) sum = c[k] - y * sum;
    return x * y * sum;
  };
  return {"tanh_shrink",
          {},
          {[=](Real x) { return std::fabs(x) < 0.05L ? series(x) : x - std::tanh(x); }, 6},
          {[](Real x) { return std::tanh(x) * std::tanh(x); }, 7}};
}

ExactActivation softshrink(PluginArguments arguments, Real lambda) {
  return {"softshrink",
          arguments,
          {[=](Real x) { return std::copysign(std::fmax(std::fabs(x) - lambda, 0), x); }, 1},
          {[=](Real x) { return std::fabs(x) > lambda || lambda == 0 ? 1 : 0; }, 0}};
}

ExactActivation square() {
  ExactActivation phi{"square", {}, {[](Real x) { return x * x; }, 1}, {[](Real x) { return 2 * x; }, 0}, 1e18, 1e150};
  phi.has_bounded_slope = false;
  return phi;
}

ExactActivation gaussian() {
  return {"gaussian",
          {},
          {[](Real x) { return std::exp(-x * x); }, 2},
          {[](Real x) { return -2 * x * std::exp(-x * x); }, 3}};
}

ExactActivation threshold(PluginArguments arguments, Real threshold, Real value) {
  return {"threshold",
          arguments,
          {[=](Real x) { return x > threshold ? x : value; }, 0},
          {[=](Real x) { return x > threshold ? 1 : 0; }, 0}};
}

ExactActivation prelu(PluginArguments arguments, Real a) {
  ExactActivation phi = leaky_relu(arguments, a);
  phi.id = "prelu";
  return phi;
}

ExactActivation squareplus(PluginArguments arguments, Real b) {
  const auto value = [=](Real x) {
    const Real root = std::sqrt(x * x + b);
    return x > 0 ? (x + root) / 2 : root == 0 ? 0 : b / (2 * (root - x));
  };
  return {"squareplus",
          arguments,
          {value, 4},
          {[=](Real x) { return x == 0 && b == 0 ? 0 : value(x) / std::sqrt(x * x + b); }, 6}};
}

ExactActivation tanh_exp() {
  // 1 - tanh^2 from the exponential that does not overflow.
  const auto gate_slope = [](Real x) {
    const Real e = std::exp(-2 * std::exp(std::fmin(x, 8)));
    return std::exp(std::fmin(x, 8)) * 4 * e / ((1 + e) * (1 + e));
  };
  return {"tanh_exp",
          {},
          {[](Real x) { return x * std::tanh(std::exp(x)); }, 5},
          {[=](Real x) { return std::tanh(std::exp(x)) + x * gate_slope(x); }, 40,
           [=](Real x) { return std::tanh(std::exp(x)) + std::fabs(x) * gate_slope(x); }}};
}

ExactActivation bent_identity() {
  return {"bent_identity",
          {},
          {[](Real x) { return x + x * (x / (2 * (std::sqrt(x * x + 1) + 1))); }, 4},
          {[](Real x) { return 1 + x / (2 * std::sqrt(x * x + 1)); }, 3}};
}

ExactActivation step() {
  return {"step", {}, {[](Real x) { return x > 0 ? 1 : 0; }, 0}, {[](Real) { return 0; }, 0}};
}

/// A formula that the plugin reads; the rest is `exact`. What a formula is at infinity nobody has promised: there its
/// parts may be infinity times 0.
ExactActivation custom(const std::string& formula, ExactActivation exact) {
  exact.id = "custom";
  exact.arguments = {{{"formula", formula}}};
  exact.has_limits = false;
  return exact;
}

std::vector<ExactActivation> custom_formulas();

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
      swish({}, 1),
      swish({{{"beta", 0.0}}}, 0),
      celu({}, 1),
      celu({{{"alpha", 0.5}}}, 0.5),
      {"relu6",
       {},
       {[](Real x) { return std::fmin(std::fmax(x, 0), 6); }, 0},
       {[](Real x) { return x > 0 && x < 6 ? 1 : 0; }, 0}},
      hard_sigmoid(),
      hard_swish(),
      log_sigmoid(),
      tanh_shrink(),
      softshrink({}, 0.5),
      softshrink({{{"lambda", 0.0}}}, 0),
      {"abs", {}, {[](Real x) { return std::fabs(x); }, 0}, {[](Real x) { return x > 0   ? 1
                                                                                 : x < 0 ? -1
                                                                                         : 0; }, 0}},
      square(),
      gaussian(),
      cosine(),
      threshold({}, 1, 0),
      threshold({{{"threshold", -0.5}, {"value", 2.0}}}, -0.5, 2),
      prelu({}, 0.25),
      prelu({{{"a", -3.0}}}, -3),
      snake({}, 1),
      snake({{{"a", 4.0}}}, 4),
      squareplus({}, 4),
      squareplus({{{"b", 0.25}}}, 0.25),
      squareplus({{{"b", 0.0}}}, 0),
      tanh_exp(),
      bent_identity(),
      step(),
  };
}

std::vector<ExactActivation> with_custom_formulas() {
  std::vector<ExactActivation> list = all();
  const std::vector<ExactActivation> formulas = custom_formulas();
  list.insert(list.end(), formulas.begin(), formulas.end());
  return list;
}

// What an activation's author writes by hand, written as a formula. The error of a formula is that of its operations
// one after another, so it may be a little larger.
std::vector<ExactActivation> custom_formulas() {
  const ExactActivation erf{"erf",
                            {},
                            {[](Real x) { return std::erf(x); }, 2},
                            {[](Real x) { return 2 / std::sqrt(pi) * std::exp(-x * x); }, 3}};
  const ExactActivation absolute{
      "abs", {}, {[](Real x) { return std::fabs(x); }, 0}, {[](Real x) { return x > 0 ? 1 : -1; }, 0}};
  ExactActivation cubic{
      "cubic",
      {},
      {[](Real x) { return x * x * x / 4 - x; }, 3, [](Real x) { return std::fabs(x * x * x / 4) + std::fabs(x); }},
      {[](Real x) { return 3 * x * x / 4 - 1; }, 4, [](Real x) { return 3 * x * x / 4 + 1; }},
      1e12,
      1e100};
  cubic.has_bounded_slope = false;
  return {
      custom("x * tanh(log(1 + exp(x)))",
             [] {
               ExactActivation phi = mish();
               phi.value.error = 8;
               phi.derivative.error = 14;
               return phi;
             }()),
      custom("x / (1 + exp(-x))", silu({}, 1)),
      custom("erf(x)", erf),
      custom("abs(x)", absolute),
      custom("max(x, 0.25 * x)", {"",
                                  {},
                                  {[](Real x) { return std::fmax(x, x / 4); }, 1},
                                  {[](Real x) { return x >= 0 ? 1 : Real(1) / 4; }, 0.5}}),
      custom("where(x, x, exp(x) - 1)", elu({}, 1)),
      custom("min(max(x, -1), 1)", {"",
                                    {},
                                    {[](Real x) { return std::fmax(-1, std::fmin(x, 1)); }, 0},
                                    {[](Real x) { return std::fabs(x) <= 1 ? 1 : 0; }, 0}}),
      custom("relu(x)^1.5", {"",
                             {},
                             {[](Real x) { return x > 0 ? std::pow(x, 1.5L) : 0; }, 3,
                              [](Real x) { return x > 0 ? std::pow(x, 1.5L) * (1 + std::fabs(std::log(x))) : 0; }},
                             {[](Real x) { return x > 0 ? 1.5L * std::sqrt(x) : 0; }, 3,
                              [](Real x) { return x > 0 ? 1.5L * std::sqrt(x) * (1 + std::fabs(std::log(x))) : 0; }},
                             1e24,
                             1e200,
                             true,
                             false}),
      custom("x^3 / 4 - x", cubic),
      custom("sign(x) * sqrt(abs(x) + 1) - sign(x)",
             {"",
              {},
              {[](Real x) { return x / (std::sqrt(std::fabs(x) + 1) + 1); }, 3,
               [](Real x) { return std::sqrt(std::fabs(x) + 1) + 1; }},
              {[](Real x) { return x == 0 ? 0 : 1 / (2 * std::sqrt(std::fabs(x) + 1)); }, 3}}),
  };
}

}  // namespace

std::string name_of(const ExactActivation& phi) {
  std::string name = phi.id;
  for (const auto& [parameter, value] : phi.arguments.given)
    name += "_" + parameter + "_" + std::visit([](const auto& given) { return fmt::format("{}", given); }, value);
  // GoogleTest takes letters, digits and underscores.
  const std::map<char, std::string> words = {{'-', "m"},       {'.', "p"},    {'+', "_plus_"},
                                             {'*', "_times_"}, {'/', "_by_"}, {'^', "_to_"}};
  std::string word;
  for (const char letter : name) {
    const auto found = words.find(letter);
    if (found != words.end())
      word += found->second;
    else
      word += std::isalnum(static_cast<unsigned char>(letter)) ? letter : '_';
  }
  return word;
}

const std::vector<ExactActivation>& exact_activations() {
  static const std::vector<ExactActivation> list = with_custom_formulas();
  return list;
}

}  // namespace initlab::test
