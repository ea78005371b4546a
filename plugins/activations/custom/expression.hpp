#pragma once
#include <cstdint>
#include <vector>

#include "operations.hpp"

namespace custom {

/// A step of an expression. Its operands are steps before it, by their position; of fewer than three the rest is 0.
struct Step {
  Operation operation;
  std::uint32_t a = 0, b = 0, c = 0;
  double number = 0.0;  // of a constant and of a power

  friend constexpr bool operator==(const Step&, const Step&) = default;
};

/// A formula as a list of steps, each using the results of earlier ones. What a formula says twice is one step.
///
/// Forms that lose digits or overflow are replaced by those that do not, as an author would write them:
///
///   log(1 + a)      log1p(a), and log1p(exp(a)) is softplus(a)
///   exp(a) - 1      expm1(a)
///   a / (1 + exp(-b))   a sigmoid(b)
class Expression {
 public:
  using Index = std::uint32_t;

  Index variable() { return step({Operation::variable}); }
  Index constant(double number) { return step({.operation = Operation::constant, .number = number}); }
  Index unary(Operation operation, Index a);
  Index binary(Operation operation, Index a, Index b);
  /// b where a > 0, else c.
  Index where(Index a, Index b, Index c) {
    if (is_constant(a)) return at(a).number > 0.0 ? b : c;
    return step({Operation::where, a, b, c});
  }
  /// a^b: repeated products where b is a whole number of at most 64, exp(b log a) where it is not.
  Index power(Index a, Index b);

  const std::vector<Step>& steps() const { return steps_; }
  const Step& at(Index i) const { return steps_[i]; }
  bool is_constant(Index i) const { return steps_[i].operation == Operation::constant; }
  bool is_constant(Index i, double number) const { return is_constant(i) && steps_[i].number == number; }

 private:
  Index step(const Step& wanted);
  Index whole_power(Index a, int exponent);

  std::vector<Step> steps_;
};

inline Expression::Index Expression::step(const Step& wanted) {
  for (Index i = 0; i < steps_.size(); ++i)
    if (steps_[i] == wanted) return i;
  steps_.push_back(wanted);
  return static_cast<Index>(steps_.size() - 1);
}

inline Expression::Index Expression::unary(Operation operation, Index a) {
  const Step& of = at(a);
  if (of.operation == Operation::constant) {
    double value = 0.0;
    with_unary(operation, 0.0, [&](auto f) { value = f(of.number); });
    return constant(value);
  }
  if (operation == Operation::negate && of.operation == Operation::negate) return of.a;
  if (operation == Operation::log && of.operation == Operation::add) {
    if (is_constant(of.a, 1.0)) return unary(Operation::log1p, of.b);
    if (is_constant(of.b, 1.0)) return unary(Operation::log1p, of.a);
  }
  if (operation == Operation::log1p && of.operation == Operation::exp) return step({Operation::softplus, of.a});
  return step({operation, a});
}

inline Expression::Index Expression::binary(Operation operation, Index a, Index b) {
  if (is_constant(a) && is_constant(b)) {
    double value = 0.0;
    with_binary(operation, [&](auto f) { value = f(at(a).number, at(b).number); });
    return constant(value);
  }
  if (operation == Operation::subtract && at(a).operation == Operation::exp && is_constant(b, 1.0))
    return step({Operation::expm1, at(a).a});
  if (operation == Operation::divide && at(b).operation == Operation::add) {
    const Step sum = at(b);
    const Index rest = is_constant(sum.a, 1.0) ? sum.b : sum.a;
    if ((is_constant(sum.a, 1.0) || is_constant(sum.b, 1.0)) && at(rest).operation == Operation::exp) {
      const Index gate = step({Operation::sigmoid, unary(Operation::negate, at(rest).a)});
      return is_constant(a, 1.0) ? gate : step({Operation::multiply, a, gate});
    }
  }
  return step({operation, a, b});
}

inline Expression::Index Expression::whole_power(Index a, int exponent) {
  if (exponent == 0) return constant(1.0);
  if (exponent == 1) return a;
  const Index half = whole_power(a, exponent / 2);
  const Index square = binary(Operation::multiply, half, half);
  return exponent % 2 == 0 ? square : binary(Operation::multiply, square, a);
}

inline Expression::Index Expression::power(Index a, Index b) {
  if (is_constant(b)) {
    const double exponent = at(b).number;
    constexpr double largest = 64.0;
    if (exponent >= -largest && exponent <= largest && exponent == static_cast<int>(exponent)) {
      const int whole = static_cast<int>(exponent);
      return whole < 0 ? binary(Operation::divide, constant(1.0), whole_power(a, -whole)) : whole_power(a, whole);
    }
    if (!is_constant(a)) return step({.operation = Operation::power, .a = a, .number = exponent});
    return constant(real_power(at(a).number, exponent));
  }
  return unary(Operation::exp, binary(Operation::multiply, b, unary(Operation::log, a)));
}

}  // namespace custom
