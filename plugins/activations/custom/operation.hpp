#pragma once
#include <cstdint>

namespace custom {

/// What one step of a formula does with its operands a, b, c.
enum class Operation : std::uint8_t {
  variable,
  constant,
  // of two
  add,
  subtract,
  multiply,
  divide,
  minimum,
  maximum,
  // of one
  negate,
  power,  ///< a to the constant of the node, which is not a whole number
  exp,
  expm1,
  log,
  log1p,
  sqrt,
  tanh,
  sigmoid,
  softplus,
  erf,
  erfc,
  normal_cdf,
  normal_pdf,
  sin,
  cos,
  atan,
  abs,
  sign,
  step,
  relu,
  // of three
  where,  ///< b where a > 0, else c
};

constexpr int operand_count(Operation operation) {
  if (operation <= Operation::constant) return 0;
  if (operation <= Operation::maximum) return 2;
  return operation == Operation::where ? 3 : 1;
}

}  // namespace custom
