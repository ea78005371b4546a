#pragma once
#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "expression.hpp"

namespace custom {

/// A result of a step: in a register, or a constant.
struct Operand {
  int place = -1;  ///< the register; -1: the constant
  double number = 0.0;

  constexpr bool is_constant() const { return place < 0; }
};

struct Instruction {
  Operation operation;
  int out;
  Operand a, b, c;
  double number = 0.0;  ///< of a power
};

constexpr int most_registers = 16;
/// A formula ready to run on batches.
struct Program {
  std::vector<Instruction> instructions;
  Operand result;
};

/// Gives out registers, each until a step. Register 0 is kept for x.
class RegisterFile {
 public:
  /// Throws std::invalid_argument where all are taken at step `now`.
  int take(std::size_t now, std::size_t until) {
    // One whose number is used now for the last time is not free yet: the loops rely on distinct arrays.
    const auto free =
        std::find_if(taken_until_.begin() + 1, taken_until_.end(), [&](std::size_t taken) { return taken < now; });
    if (free == taken_until_.end())
      throw std::invalid_argument("it needs more than 16 intermediate results at a time: simplify it");
    *free = until;
    return static_cast<int>(free - taken_until_.begin());
  }

 private:
  std::vector<std::size_t> taken_until_ = std::vector<std::size_t>(most_registers, 0);
};

/// For each step the number, counted from 1, of the step that needs it last; 0: `result` does not depend on it.
inline std::vector<std::size_t> last_uses(const std::vector<Step>& steps, Expression::Index result) {
  std::vector<std::size_t> last(steps.size(), 0);
  last[result] = result + 2;  // read after the last step
  for (std::size_t i = result + 1; i-- > 0;) {
    if (last[i] == 0) continue;
    const Expression::Index operands[] = {steps[i].a, steps[i].b, steps[i].c};
    for (int k = 0; k < operand_count(steps[i].operation); ++k) {
      std::size_t& use = last[operands[k]];
      use = std::max(use, i + 1);
    }
  }
  return last;
}

/// The steps that `result` depends on, in their order. Throws std::invalid_argument where the registers do not suffice.
inline Program compiled(const Expression& expression, Expression::Index result) {
  const std::vector<Step>& steps = expression.steps();
  const std::vector<std::size_t> last = last_uses(steps, result);
  RegisterFile registers;
  std::vector<Operand> results(steps.size());
  Program program;
  for (std::size_t i = 0; i <= result; ++i) {
    const Step& step = steps[i];
    if (last[i] == 0) continue;
    if (step.operation == Operation::variable) {
      results[i] = {0, 0.0};
    } else if (step.operation == Operation::constant) {
      results[i] = {-1, step.number};
    } else {
      results[i] = {registers.take(i + 1, last[i]), 0.0};
      const auto in_register = [&](Operand operand) {
        if (step.operation != Operation::where || !operand.is_constant()) return operand;
        const Operand filled{registers.take(i + 1, i + 1), 0.0};
        program.instructions.push_back({Operation::constant, filled.place, operand, {}, {}});
        return filled;
      };
      const Operand a = in_register(results[step.a]), b = in_register(results[step.b]);
      const Operand c = in_register(results[step.c]);
      program.instructions.push_back({step.operation, results[i].place, a, b, c, step.number});
    }
  }
  program.result = results[result];
  return program;
}

}  // namespace custom
