#pragma once
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "expression.hpp"
#include "machine.hpp"
#include "program.hpp"

namespace custom {

constexpr double farthest_kink = 100.0;  // kinks of straight lines in x are found at any distance
constexpr std::size_t most_kinks = 1000;

/// slope * x + offset
struct Line {
  double slope, offset;
};

/// What a step is a line of x, if it is one.
inline std::optional<Line> as_line(const Expression& expression, Expression::Index index) {
  const Step& step = expression.at(index);
  if (step.operation == Operation::variable) return Line{1.0, 0.0};
  if (step.operation == Operation::constant) return Line{0.0, step.number};
  const bool is_linear = step.operation == Operation::negate || operand_count(step.operation) == 2;
  if (!is_linear || step.operation == Operation::minimum || step.operation == Operation::maximum) return std::nullopt;
  const auto a = as_line(expression, step.a);
  if (!a) return std::nullopt;
  if (step.operation == Operation::negate) return Line{-a->slope, -a->offset};
  const auto b = as_line(expression, step.b);
  if (!b) return std::nullopt;
  if (step.operation == Operation::add) return Line{a->slope + b->slope, a->offset + b->offset};
  if (step.operation == Operation::subtract) return Line{a->slope - b->slope, a->offset - b->offset};
  if (step.operation == Operation::divide)
    return b->slope == 0.0 ? std::optional(Line{a->slope / b->offset, a->offset / b->offset}) : std::nullopt;
  if (b->slope == 0.0) return Line{a->slope * b->offset, a->offset * b->offset};
  if (a->slope == 0.0) return Line{b->slope * a->offset, b->offset * a->offset};
  return std::nullopt;
}

/// The points at which a formula's step changes its sign, or begins or ends to be zero.
class SignChanges {
 public:
  SignChanges(const Expression& expression, Expression::Index index) : program_(compiled(expression, index)) {}

  /// Between -100 and 100, two that are closer than 1/64 not being told apart.
  std::vector<double> all() {
    constexpr double step = 1.0 / 64;
    std::vector<double> found;
    double before = -farthest_kink;
    int sign_before = sign_at(before);
    while (before < farthest_kink) {
      const double next = before + step;
      const int sign_next = sign_at(next);
      if (sign_next != sign_before) found.push_back(between(before, next, sign_before));
      before = next;
      sign_before = sign_next;
    }
    return found;
  }

 private:
  double value_at(double x) {
    machine_.start(std::span<const double>(&x, 1));
    return machine_.run(program_).load(0);
  }
  int sign_at(double x) {
    const double value = value_at(x);
    return value > 0.0 ? 1 : value < 0.0 ? -1 : value == 0.0 ? 0 : 2;
  }

  /// By halving, down to neighbours among the numbers. Of these the one with the smaller value.
  double between(double low, double high, int sign_low) {
    for (;;) {
      const double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) break;
      (sign_at(middle) == sign_low ? low : high) = middle;
    }
    return std::fabs(value_at(low)) < std::fabs(value_at(high)) ? low : high;
  }

  Program program_;
  Machine<double> machine_;
};

/// The steps at whose zeros another step bends or jumps.
inline std::vector<Expression::Index> bending_arguments(Expression& expression, Expression::Index result) {
  std::vector<Expression::Index> found;
  for (Expression::Index i = 0; i <= result; ++i) {
    const Step step = expression.at(i);
    switch (step.operation) {
      case Operation::abs:
      case Operation::sign:
      case Operation::step:
      case Operation::relu:
      case Operation::where:
      case Operation::sqrt:
      case Operation::power:
        found.push_back(step.a);
        break;
      case Operation::minimum:
      case Operation::maximum:
        found.push_back(expression.binary(Operation::subtract, step.a, step.b));
        break;
      default:
        break;
    }
  }
  return found;
}

/// Where a formula may not be smooth: the zeros of what abs, sign, step, relu, where, sqrt and powers are taken of, and
/// where the two of a max or min are equal. Ascending.
inline std::vector<double> kinks_of(Expression& expression, Expression::Index result) {
  std::vector<double> found;
  for (const Expression::Index argument : bending_arguments(expression, result)) {
    if (const auto line = as_line(expression, argument)) {
      if (line->slope != 0.0) found.push_back(-line->offset / line->slope);
    } else {
      const std::vector<double> more = SignChanges(expression, argument).all();
      found.insert(found.end(), more.begin(), more.end());
    }
  }
  std::sort(found.begin(), found.end());
  // The same point, found in two ways.
  const auto same = [](double a, double b) { return std::fabs(a - b) <= 1e-14 * std::fmax(std::fabs(a), 1e-3); };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  for (double& kink : found) kink += 0.0;  // -0 becomes 0
  if (found.size() > most_kinks)
    throw std::invalid_argument("it has more than 1000 kinks between -100 and 100: give those that matter as kinks");
  return found;
}

/// "none", or numbers with commas between them. Throws std::invalid_argument.
inline std::vector<double> kinks_in(const std::string& list) {
  std::vector<double> kinks;
  if (list == "none") return kinks;
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  const char *at = list.data(), *const end = at + list.size();
  for (;;) {
    at = std::find_if_not(at, end, is_space);
    double kink = 0.0;
    const auto [after, error] = std::from_chars(at, end, kink);
    if (error != std::errc() || !std::isfinite(kink)) break;
    kinks.push_back(kink);
    at = std::find_if_not(after, end, is_space);
    if (at == end) {
      std::sort(kinks.begin(), kinks.end());
      return kinks;
    }
    if (*at++ != ',') break;
  }
  throw std::invalid_argument("kinks '" + list + "' cannot be read at character " +
                              std::to_string(at - list.data() + 1) +
                              ": give \"auto\", \"none\", or numbers with commas between them, as in \"-1, 1\"");
}

}  // namespace custom
