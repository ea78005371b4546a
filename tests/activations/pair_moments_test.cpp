// Closed forms for two inputs, of every shipped activation that offers one, against two-dimensional quadrature.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include "activations/shipped.hpp"
#include "core/error.hpp"
#include "core/function_activation.hpp"
#include "theory/kernel.hpp"

namespace initlab::test {
namespace {

constexpr PairMoment all_pair_moments[] = {PairMoment::kernel, PairMoment::derivative_kernel,
                                           PairMoment::kernel_deficit};
constexpr double lengths[] = {1e-6, 0.01, 0.7, 5.0, 100.0, 1e4};
constexpr double gaps[] = {1e-28, 1e-16, 1e-9, 1e-4, 0.03, 0.4, 1.0, 1.5, 1.98, 2.0};  // 1 - c

// The quadrature is accurate to 1e-12 (kernel.hpp), the closed forms to a few units of rounding.
constexpr double tolerance = 2e-12;

double by_quadrature(const Moments& phi, PairMoment which, double q, double gap) {
  Kernel kernel(phi, q, KernelMethod::quadrature_only);
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

/// What an error is measured by: a kernel passes through 0, so by its largest value; a deficit by itself.
double size_of(const Moments& phi, PairMoment which, double q, double exact) {
  switch (which) {
    case PairMoment::kernel:
      return phi.second_moment(q);
    case PairMoment::derivative_kernel:
      return phi.derivative_second_moment(q);
    case PairMoment::kernel_deficit:
      break;
  }
  return exact;
}

/// The largest relative error of a closed form over lengths up to `longest` and all correlations.
double worst_error(const Activation& phi, PairMoment which, double longest = 1e4, double shortest = 0.0) {
  const Moments moments(phi, MomentMethod::quadrature_only);
  double worst = 0.0;
  for (const double q : lengths)
    for (const double gap : gaps) {
      if (q > longest || q < shortest) continue;
      const double exact = by_quadrature(moments, which, q, gap);
      const double error = std::abs(phi.pair_closed_form(which, q, gap).value() - exact);
      const double relative = error == 0.0 ? 0.0 : error / size_of(moments, which, q, exact);
      if (!(relative <= worst)) worst = relative;
    }
  return worst;
}

struct Offer {
  std::string id;
  PluginArguments arguments = {};
  double longest = 1e4;
  double shortest = 0.0;
  bool is_continuous = true;
  double error = tolerance;
};

// Two-dimensional quadrature of waves does not follow them any further than 100. Of those with phi = 1 and phi' = 0 at
// 0 the differences between two short inputs, which it is made of, are below the rounding of 1. For the
// square, whose closed form is exact, quadrature itself is off by 2.1e-12 at q = 100, d = 1e-9.
const Offer offers[] = {{"identity"},
                        {"relu"},
                        {"leaky_relu"},
                        {"leaky_relu", {{{"slope", -0.7}}}},
                        {"erf"},
                        {"gelu"},
                        {"sin", {}, 100.0},
                        {"cos", {}, 100.0, 0.01},
                        {"snake", {}, 100.0},
                        {"snake", {{{"a", 0.3}}}, 1e3},
                        {"abs"},
                        {"prelu"},
                        {"prelu", {{{"a", -3.0}}}},
                        {"square", {}, 1e4, 0.0, true, 3e-12},
                        {"gaussian", {}, 1e4, 0.01},
                        {"step", {}, 1e4, 0.0, false}};

void PrintTo(const Offer& offer, std::ostream* out) {
  *out << offer.id;
  for (const auto& [parameter, value] : offer.arguments.given) *out << "_with_" << parameter;
}

std::vector<Offer> continuous_offers() {
  std::vector<Offer> list;
  std::ranges::copy_if(offers, std::back_inserter(list), &Offer::is_continuous);
  return list;
}

class PairClosedForm : public testing::TestWithParam<Offer> {};
INSTANTIATE_TEST_SUITE_P(Every, PairClosedForm, testing::ValuesIn(offers), testing::PrintToStringParamName());
class ContinuousPairClosedForm : public testing::TestWithParam<Offer> {};
INSTANTIATE_TEST_SUITE_P(Every, ContinuousPairClosedForm, testing::ValuesIn(continuous_offers()),
                         testing::PrintToStringParamName());

TEST_P(PairClosedForm, is_what_quadrature_gives) {
  const auto phi = shipped(GetParam().id, GetParam().arguments);
  for (const PairMoment which : all_pair_moments)
    EXPECT_LE(worst_error(*phi, which, GetParam().longest, GetParam().shortest), GetParam().error)
        << "moment " << static_cast<int>(which);
}

TEST_P(PairClosedForm, is_what_theory_uses) {
  const auto phi = shipped(GetParam().id, GetParam().arguments);
  const Moments moments(*phi);
  Kernel kernel(moments, 0.7);
  for (const double gap : gaps) {
    EXPECT_EQ(kernel.value(gap), phi->pair_closed_form(PairMoment::kernel, 0.7, gap));
    EXPECT_EQ(kernel.derivative(gap), phi->pair_closed_form(PairMoment::derivative_kernel, 0.7, gap));
    EXPECT_EQ(kernel.deficit(gap), phi->pair_closed_form(PairMoment::kernel_deficit, 0.7, gap));
  }
}

// The kernel at c = 1 is V, its derivative there D, and the deficit next to it q d D: Price 1958.
TEST_P(ContinuousPairClosedForm, ends_in_those_for_one_input) {
  const auto phi = shipped(GetParam().id, GetParam().arguments);
  for (const double q : {1e-12, 1e-3, 1.0, 1e3, 1e9, 1e15}) {
    const double v = phi->closed_form(Moment::second_moment, q).value();
    const double d = phi->closed_form(Moment::derivative_second_moment, q).value();
    EXPECT_NEAR(phi->pair_closed_form(PairMoment::kernel, q, 0.0).value() / v, 1.0, 1e-14) << q;
    EXPECT_NEAR(phi->pair_closed_form(PairMoment::derivative_kernel, q, 0.0).value() / d, 1.0, 1e-14) << q;
    EXPECT_EQ(phi->pair_closed_form(PairMoment::kernel_deficit, q, 0.0), 0.0) << q;
    const double gap = 1e-30 / std::max(q, 1.0);
    EXPECT_NEAR(phi->pair_closed_form(PairMoment::kernel_deficit, q, gap).value() / (q * gap * d), 1.0, 1e-14) << q;
  }
}

// Two close inputs are on different sides of the jump with probability sqrt(2 d) / pi: far more than any q d D.
TEST(Step, tears_close_inputs_apart) {
  const auto phi = shipped("step");
  for (const double gap : {1e-28, 1e-16, 1e-8})
    EXPECT_NEAR(phi->pair_closed_form(PairMoment::kernel_deficit, 0.7, gap).value() * 2 * std::numbers::pi /
                    std::sqrt(2.0 * gap),
                1.0, 1e-8);
  EXPECT_EQ(phi->pair_closed_form(PairMoment::kernel, 0.7, 0.0), phi->closed_form(Moment::second_moment, 0.7));
  EXPECT_EQ(phi->pair_closed_form(PairMoment::derivative_kernel, 0.7, 1e-16), 0.0);
}

// cos x = 1 - x^2 / 2 + ..., exp(-x^2) = 1 - x^2 + ...: the constant does not count, and the rest is of order q.
TEST(EvenBells, have_the_deficit_of_the_square_where_they_are_parabolas) {
  const auto square = shipped("square"), cos = shipped("cos"), gaussian = shipped("gaussian");
  constexpr double q = 1e-7;
  for (const double gap : gaps) {
    const double parabola = square->pair_closed_form(PairMoment::kernel_deficit, q, gap).value();
    if (gap == 2.0) continue;  // 0
    EXPECT_NEAR(cos->pair_closed_form(PairMoment::kernel_deficit, q, gap).value() / parabola, 0.25, 20 * q) << gap;
    EXPECT_NEAR(gaussian->pair_closed_form(PairMoment::kernel_deficit, q, gap).value() / parabola, 1.0, 20 * q) << gap;
  }
}

TEST(PairClosedForms, are_offered_by_those_that_are_compared_here) {
  const Catalogue catalogue({INITLAB_SHIPPED_PLUGINS});
  std::vector<std::string> offering, compared;
  for (const CatalogueEntry& entry : catalogue.entries())
    if (entry.record.kind == PluginKind::activation) {
      const auto phi = load_activation(entry, resolve(entry.record, {}));
      for (const PairMoment which : all_pair_moments)
        if (phi->pair_closed_form(which, 1.0, 0.5)) offering.push_back(entry.record.id);
    }
  for (const Offer& offer : offers)
    if (offer.arguments.given.empty())
      compared.insert(compared.end(), std::size(all_pair_moments), offer.id);  // each offers all three
  std::ranges::sort(offering);
  std::ranges::sort(compared);
  EXPECT_EQ(offering, compared);
}

/// The arc-cosine kernels of ReLU with mistakes that an author could make.
enum class Mistake { none, deficit_as_a_difference, one_digit, gradient_of_the_wrong_side };

double arc_cosine(PairMoment which, double q, double d, Mistake mistake) {
  constexpr double pi = std::numbers::pi;
  const double theta =
      mistake == Mistake::deficit_as_a_difference ? std::acos(1.0 - d) : 2.0 * std::asin(std::sqrt(d / 2));
  const double value = q * (std::sin(theta) + (pi - theta) * std::cos(theta)) / (2.0 * pi);
  switch (which) {
    case PairMoment::kernel:
      return mistake == Mistake::one_digit ? value * (1.0 + 1e-10) : value;
    case PairMoment::derivative_kernel:
      return (mistake == Mistake::gradient_of_the_wrong_side ? theta : pi - theta) / (2.0 * pi);
    case PairMoment::kernel_deficit:
      break;
  }
  if (mistake == Mistake::deficit_as_a_difference) return 0.5 * q - value;
  const double arc = theta < 1e-2 ? std::pow(theta, 3) / 3 * (1 - theta * theta / 10 + std::pow(theta, 4) / 280)
                                  : std::sin(theta) - theta * std::cos(theta);
  return q * (0.5 * d - arc / (2.0 * pi));
}

double worst_error_with(Mistake mistake, PairMoment which) {
  const FunctionActivation relu(
      "relu", [](auto z) { return z > decltype(z)(0) ? z : decltype(z)(0); }, {0.0}, {},
      [=](PairMoment m, double q, double d) { return arc_cosine(m, q, d, mistake); });
  return worst_error(relu, which);
}

TEST(PairClosedForms, are_not_asked_for_where_only_quadrature_is_wanted) {
  const FunctionActivation wrong(
      "wrong", [](auto z) { return z; }, {}, {}, [](PairMoment, double, double) { return 42.0; });
  const Moments moments(wrong), by_quadrature_only(wrong, MomentMethod::quadrature_only);
  EXPECT_EQ(Kernel(moments, 1.0).value(0.5), 42.0);
  EXPECT_NEAR(Kernel(moments, 1.0, KernelMethod::quadrature_only).value(0.5), 0.5, 1e-12);
  EXPECT_NEAR(Kernel(by_quadrature_only, 1.0).value(0.5), 0.5, 1e-12);
}

TEST(PairClosedForms, that_cannot_be_are_an_error_that_names_the_activation) {
  const FunctionActivation wrong(
      "wrong", [](auto z) { return z; }, {}, {},
      [](PairMoment which, double, double) { return which == PairMoment::kernel_deficit ? -1e-3 : std::nan(""); });
  const Moments moments(wrong);
  const auto complaint = [](auto f) -> std::string {
    try {
      f();
    } catch (const PluginError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(
      complaint([&] { Kernel(moments, 2.0).deficit(0.5); }),
      "activation 'wrong' gave -0.001 as its closed form of the kernel deficit at q = 2, 1 - c = 0.5 (a mean square is "
      "a number >= 0). Correct it.");
  EXPECT_EQ(complaint([&] { Kernel(moments, 2.0).value(0.5); }),
            "activation 'wrong' gave nan as its closed form of the kernel at q = 2, 1 - c = 0.5 (a mean is a number). "
            "Correct "
            "it.");
}

TEST(PairClosedForms, with_a_mistake_are_told_from_right_ones) {
  for (const PairMoment which : all_pair_moments) EXPECT_LE(worst_error_with(Mistake::none, which), tolerance);
  EXPECT_GT(worst_error_with(Mistake::deficit_as_a_difference, PairMoment::kernel_deficit), tolerance);
  EXPECT_GT(worst_error_with(Mistake::one_digit, PairMoment::kernel), tolerance);
  EXPECT_GT(worst_error_with(Mistake::gradient_of_the_wrong_side, PairMoment::derivative_kernel), tolerance);
}

}  // namespace
}  // namespace initlab::test
