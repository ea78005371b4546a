#include <fmt/format.h>

#include "conformance/activation_checks.hpp"
#include "conformance/evaluate.hpp"
#include "conformance/instance.hpp"
#include "theory/kernel.hpp"
#include "theory/moments.hpp"

namespace initlab {
namespace {

// Quadrature is accurate to 1e-12 (theory/moments.hpp, theory/kernel.hpp); a formula that loses more than two digits
// beside it had better be left out.
constexpr double tolerance = 1e-10;

constexpr double lengths[] = {1e-4, 0.01, 1.0, 30.0, 1e3};
constexpr double pair_lengths[] = {0.01, 1.0, 100.0};
constexpr double gaps[] = {1e-12, 1e-3, 0.4, 1.5};  // 1 - c

struct Named {
  Moment moment;
  const char* formula;
};
constexpr Named moments[] = {{Moment::mean, "E[phi(sqrt(q) z)]"},
                             {Moment::second_moment, "E[phi(sqrt(q) z)^2]"},
                             {Moment::derivative_second_moment, "E[phi'(sqrt(q) z)^2]"}};
struct NamedPair {
  PairMoment moment;
  const char* formula;
};
constexpr NamedPair pair_moments[] = {{PairMoment::kernel, "E[phi(u1) phi(u2)]"},
                                      {PairMoment::derivative_kernel, "E[phi'(u1) phi'(u2)]"},
                                      {PairMoment::kernel_deficit, "E[(phi(u1) - phi(u2))^2] / 2"}};

/// What was compared so far.
class Comparison {
 public:
  explicit Comparison(const Subject& subject) : subject_(subject) {}

  /// `scale` is what an error is measured by. Throws Nonconformity if the numbers differ.
  void add(const char* formula, const std::string& place, double stated, double exact, double scale) {
    const double error = stated == exact ? 0.0 : std::abs(stated - exact) / scale;
    if (!(error <= tolerance))
      throw Nonconformity(
          fmt::format("{} gives {:.15g} as its closed form of {} at {}, quadrature gives {:.15g}. Correct it, or leave "
                      "it out: the host then integrates.",
                      subject_.name(), stated, formula, place, exact));
    worst_ = std::max(worst_, error);
    ++count_;
  }
  void skip() { ++skipped_; }

  std::string told() const {
    if (count_ + skipped_ == 0) return "It offers none; the host integrates.";
    std::string text = fmt::format("{} numbers agree with quadrature to {:.1e}.", count_, worst_);
    if (skipped_ > 0) text += fmt::format(" Quadrature itself gives up at {} others.", skipped_);
    return text;
  }

 private:
  const Subject& subject_;
  std::size_t count_ = 0, skipped_ = 0;
  double worst_ = 0.0;
};

/// f(), or nothing where quadrature does not converge.
template <class F>
std::optional<double> integrated(F f) {
  try {
    return f();
  } catch (const PluginError&) {
    return std::nullopt;
  }
}

double by_quadrature(Kernel& kernel, PairMoment which, double gap) {
  switch (which) {
    case PairMoment::kernel:
      return kernel.value(gap);
    case PairMoment::derivative_kernel:
      return kernel.derivative(gap);
    case PairMoment::kernel_deficit:
      break;
  }
  return kernel.deficit(gap);
}

}  // namespace

std::string check_closed_forms(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  const Moments exact(*phi, MomentMethod::quadrature_only);
  Comparison comparison(subject);
  for (const auto& [moment, formula] : moments)
    for (const double q : lengths) {
      const std::string place = fmt::format("q = {:g}", q);
      doing.now(fmt::format("asked for its closed form of {} at {}", formula, place));
      const std::optional<double> stated = phi->closed_form(moment, q);
      if (!stated) continue;
      doing.now(fmt::format("integrated at {}", place));
      const auto expected = integrated([&] { return exact.moment(moment, q); });
      // A mean passes through 0: it is measured by the root mean square.
      const auto scale =
          moment == Moment::mean ? integrated([&] { return std::sqrt(exact.second_moment(q)); }) : expected;
      if (expected && scale)
        comparison.add(formula, place, *stated, *expected, *scale);
      else
        comparison.skip();
    }
  return comparison.told();
}

std::string check_kernels(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  const Moments exact(*phi, MomentMethod::quadrature_only);
  Comparison comparison(subject);
  for (const double q : pair_lengths) {
    Kernel kernel(exact, q, KernelMethod::quadrature_only);
    for (const auto& [moment, formula] : pair_moments)
      for (const double gap : gaps) {
        const std::string place = fmt::format("q = {:g}, 1 - c = {:g}", q, gap);
        doing.now(fmt::format("asked for its closed form of {} at {}", formula, place));
        const std::optional<double> stated = phi->pair_closed_form(moment, q, gap);
        if (!stated) continue;
        doing.now(fmt::format("integrated at {}", place));
        const auto expected = integrated([&] { return by_quadrature(kernel, moment, gap); });
        // A kernel passes through 0: it is measured by its value at c = 1. A deficit is measured by itself.
        const auto scale = integrated([&] {
          if (moment == PairMoment::kernel) return exact.second_moment(q);
          return moment == PairMoment::derivative_kernel ? exact.derivative_second_moment(q) : expected.value_or(1.0);
        });
        if (expected && scale)
          comparison.add(formula, place, *stated, *expected, *scale);
        else
          comparison.skip();
      }
  }
  return comparison.told();
}

}  // namespace initlab
