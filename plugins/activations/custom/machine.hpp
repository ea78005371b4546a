#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <initlab/dual.hpp>
#include <limits>
#include <span>

#include "operations.hpp"
#include "program.hpp"

namespace custom {

/// How many numbers an instruction works on at a time: its loop hides what choosing it costs, and the registers in use
/// stay in the cache next to the processor.
constexpr std::size_t lanes = 256;

/// A register: numbers, with their derivatives where Number is Dual. Side by side they would not vectorise.
template <class Number>
struct Register {
  using Scalar = Number;
  std::array<Number, lanes> value;

  Number load(std::size_t i) const { return value[i]; }
  void store(std::size_t i, Number number) { value[i] = number; }
};
template <class T>
struct Register<initlab::Dual<T>> {
  using Scalar = T;
  std::array<T, lanes> value, derivative;

  initlab::Dual<T> load(std::size_t i) const { return {value[i], derivative[i]}; }
  void store(std::size_t i, initlab::Dual<T> number) {
    value[i] = number.value;
    derivative[i] = number.derivative;
  }
};

// One loop an operation, over arrays that are distinct where one of them is written. Flatten: a long f would otherwise
// be called for each number, and the loop would not vectorise.

template <class Number, class F>
[[gnu::flatten]] void unary_loop(F f, Register<Number>& __restrict out, const Register<Number>& a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out.store(i, f(a.load(i)));
}
template <class Number, class F>
[[gnu::flatten]] void binary_loop(F f, Register<Number>& __restrict out, const Register<Number>& a,
                                  const Register<Number>& b, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out.store(i, f(a.load(i), b.load(i)));
}

/// Runs programs on up to `lanes` numbers at a time.
template <class Number>
class Machine {
 public:
  using T = typename Register<Number>::Scalar;

  /// x, at most `lanes` numbers; and their derivatives, where there are any: 1, but NaN of NaN.
  void start(std::span<const T> x) {
    size_ = x.size();
    auto& own = registers_[0];
    std::copy(x.begin(), x.end(), own.value.begin());
    if constexpr (requires { own.derivative; }) {
      // A choice between 1 and x would become a branch.
      constexpr T largest = std::numeric_limits<T>::max();
      for (std::size_t i = 0; i < x.size(); ++i)
        own.derivative[i] = T(1) + T(0) * initlab::math::max(initlab::math::min(own.value[i], largest), -largest);
    }
  }

  /// The register that holds the result.
  const Register<Number>& run(const Program& program) {
    for (const Instruction& instruction : program.instructions) run(instruction);
    if (!program.result.is_constant()) return at(program.result);
    run({Operation::constant, 1, program.result, {}, {}});
    return registers_[1];
  }

 private:
  const Register<Number>& at(Operand operand) const { return registers_[static_cast<std::size_t>(operand.place)]; }

  void run(const Instruction& step) {
    Register<Number>& out = registers_[static_cast<std::size_t>(step.out)];
    if (step.operation == Operation::constant) {
      for (std::size_t i = 0; i < size_; ++i) out.store(i, Number(T(step.a.number)));
    } else if (step.operation == Operation::where) {
      const Register<Number>&a = at(step.a), &b = at(step.b), &c = at(step.c);
      for (std::size_t i = 0; i < size_; ++i) out.store(i, where(a.load(i), b.load(i), c.load(i)));
    } else if (operand_count(step.operation) == 1) {
      with_unary(step.operation, step.number, [&](auto f) { unary_loop(f, out, at(step.a), size_); });
    } else {
      with_binary(step.operation, [&](auto f) { run_binary(f, out, step.a, step.b); });
    }
  }

  template <class F>
  void run_binary(F f, Register<Number>& out, Operand a, Operand b) {
    if (a.is_constant())
      unary_loop([f, constant = T(a.number)](Number x) { return f(constant, x); }, out, at(b), size_);
    else if (b.is_constant())
      unary_loop([f, constant = T(b.number)](Number x) { return f(x, constant); }, out, at(a), size_);
    else
      binary_loop(f, out, at(a), at(b), size_);
  }

  std::array<Register<Number>, most_registers> registers_;
  std::size_t size_ = 0;
};

}  // namespace custom
