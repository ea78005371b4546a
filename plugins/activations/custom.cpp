#include <initlab/activation.hpp>
#include <span>
#include <string>
#include <vector>

#include "custom/expression.hpp"
#include "custom/kinks.hpp"
#include "custom/machine.hpp"
#include "custom/parser.hpp"
#include "custom/program.hpp"

/// A formula is parsed and compiled once, in prepare(), to instructions for a machine with a few registers; each works
/// on a few hundred numbers at a time with the functions of <initlab/math.hpp>. Differentiated forward, exactly.
struct Custom {
  initlab::Text formula = "x * tanh(log(1 + exp(x)))";
  initlab::Text kinks_text = "auto";
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Custom::formula, "formula",
                     "A function of x with + - * / ^, numbers, pi, e and abs atan cos erf erfc exp expm1 log log1p max "
                     "min normal_cdf normal_pdf relu sigmoid sign sin softplus sqrt step tanh where"),
      initlab::param(&Custom::kinks_text, "kinks",
                     "Where phi or phi' jumps or bends: numbers with commas between them, none, or auto to find the "
                     "zeros of what abs, max, relu, where and their like are taken of, up to 100 from 0"));

  void prepare() {
    custom::Expression expression;
    const custom::Expression::Index result = custom::Parser(formula).parse(expression);
    try {
      program_ = custom::compiled(expression, result);
      kinks_ =
          kinks_text.view() == "auto" ? custom::kinks_of(expression, result) : custom::kinks_in(kinks_text.string());
    } catch (const std::invalid_argument& error) {
      custom::Parser::fail(formula, error.what(), {});
    }
    require_numbers();
  }

  std::vector<double> kinks() const { return kinks_; }

  template <class T>
  void values(std::span<const T> z, std::span<T> out) const {
    run<T>(
        z, out, [](const auto& result) -> const auto& { return result.value; });
  }
  template <class T>
  void derivatives(std::span<const T> z, std::span<T> out) const {
    run<initlab::Dual<T>>(
        z, out, [](const auto& result) -> const auto& { return result.derivative; });
  }

 private:
  template <class Number, class T, class Part>
  void run(std::span<const T> z, std::span<T> out, Part part) const {
    custom::Machine<Number> machine;
    for (std::size_t begin = 0; begin < z.size(); begin += custom::lanes) {
      const std::size_t count = std::min(custom::lanes, z.size() - begin);
      machine.start(z.subspan(begin, count));
      std::copy_n(part(machine.run(program_)).begin(), count, out.begin() + static_cast<std::ptrdiff_t>(begin));
    }
  }

  /// A mistake like log(x) is told now, and not as a NaN in the midst of a network.
  void require_numbers() const {
    for (int x = -8; x <= 8; ++x) {
      const double input = x;
      double value = 0.0;
      values<double>({&input, 1}, {&value, 1});
      if (value != value)
        custom::Parser::fail(
            formula, "it is not a number at x = " + std::to_string(x) + ": an activation is one everywhere", {});
    }
  }

  custom::Program program_;
  std::vector<double> kinks_;
};

INITLAB_ACTIVATION(
    Custom, "custom", "1.0",
    "A formula of x from the experiment file, differentiated exactly, as fast as a few plugins in a row. "
    "where(a, b, c) is b where a > 0, else c. Forms like log(1 + exp(x)) are computed without overflow.",
    "phi(x) = whatever the parameter formula says",
    "Forward-mode differentiation: Wengert 1964, Communications of the ACM 7");
