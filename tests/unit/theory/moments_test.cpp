#include "theory/moments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "core/error.hpp"
#include "core/function_activation.hpp"
#include "unit/theory/activations.hpp"
#include "unit/theory/reference_moments.hpp"

namespace initlab {
namespace {

using testing::HasSubstr;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double pi = std::numbers::pi;
const double lengths[] = {1e-6, 1e-4, 0.01, 0.1, 0.5, 1.0, 3.0, 10.0, 100.0, 1e4};

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

void expect_relative(double value, double exact, double tolerance, double q) {
  EXPECT_LE(std::abs(value - exact), tolerance * std::abs(exact)) << value << " is not " << exact << " at q = " << q;
}

// Where the reference is zero by symmetry it holds rounding only.
void expect_like_reference(double value, double reference) {
  EXPECT_LE(std::abs(value - reference), std::max(1e-10 * std::abs(reference), 1e-14)) << value << " " << reference;
}

TEST(Moments, agree_with_an_independent_quadrature) {
  for (const ReferenceMoments& reference : reference_moments) {
    SCOPED_TRACE(testing::Message() << reference.activation << " at q = " << reference.q);
    const Moments phi(activations()[reference.activation]);
    expect_like_reference(phi.mean(reference.q), reference.mean);
    expect_like_reference(phi.second_moment(reference.q), reference.second_moment);
    expect_like_reference(phi.derivative_second_moment(reference.q), reference.derivative_second_moment);
  }
}

TEST(Moments, of_identity_are_zero_q_and_one) {
  const Moments phi(activations()["identity"]);
  for (const double q : lengths) {
    EXPECT_EQ(phi.mean(q), 0.0);
    expect_relative(phi.second_moment(q), q, 1e-12, q);
    expect_relative(phi.derivative_second_moment(q), 1.0, 1e-12, q);
  }
}

TEST(Moments, of_relu_are_half_of_those_of_the_line) {
  const Moments phi(activations()["relu"]);
  for (const double q : lengths) {
    expect_relative(phi.mean(q), std::sqrt(q / (2.0 * pi)), 1e-12, q);
    expect_relative(phi.second_moment(q), 0.5 * q, 1e-12, q);
    expect_relative(phi.derivative_second_moment(q), 0.5, 1e-12, q);
  }
}

// V: Williams 1997, Computing with infinite networks.
// D: phi'^2 = (4/pi) exp(-2 x^2), and E[exp(-2 q z^2)] = (1 + 4q)^(-1/2).
TEST(Moments, of_erf_are_those_of_the_arcsine_kernel) {
  const Moments phi(activations()["erf"]);
  for (const double q : lengths) {
    EXPECT_EQ(phi.mean(q), 0.0);
    expect_relative(phi.second_moment(q), 2.0 / pi * std::asin(2.0 * q / (1.0 + 2.0 * q)), 1e-12, q);
    expect_relative(phi.derivative_second_moment(q), 4.0 / pi / std::sqrt(1.0 + 4.0 * q), 1e-12, q);
  }
}

// sin^2 = (1 - cos 2x)/2 and E[cos(2 sqrt(q) z)] = exp(-2q).
TEST(Moments, of_sin_are_those_of_the_characteristic_function) {
  const Moments phi(activations()["sin"]);
  for (const double q : lengths) {
    EXPECT_EQ(phi.mean(q), 0.0);
    expect_relative(phi.second_moment(q), -0.5 * std::expm1(-2.0 * q), 1e-12, q);
    expect_relative(phi.derivative_second_moment(q), 0.5 * (1.0 + std::exp(-2.0 * q)), 1e-12, q);
  }
}

// With Phi(x) = P(u < x), u a second normal, both are integrals over orthants of (x, u). The activation is not odd, so
// at small q its mean is what two nearly equal halves leave over.
TEST(Moments, of_gelu_are_those_of_gaussian_orthants) {
  const Moments phi(activations()["gelu"]);
  for (const double q : lengths) {
    expect_relative(phi.mean(q), q / std::sqrt(2.0 * pi * (1.0 + q)), 1e-12, q);
    const double orthant = std::asin(q / (1.0 + q)) + 2.0 * q / ((1.0 + q) * std::sqrt(1.0 + 2.0 * q));
    expect_relative(phi.second_moment(q), 0.25 * q + q / (2.0 * pi) * orthant, 1e-12, q);
  }
}

TEST(Moments, of_hard_tanh_count_the_mass_between_its_kinks) {
  const Moments phi(activations()["hard_tanh"]);
  for (const double q : lengths) {
    EXPECT_EQ(phi.mean(q), 0.0);
    expect_relative(phi.derivative_second_moment(q), std::erf(std::sqrt(0.5 / q)), 1e-12, q);
  }
}

TEST(Moments, of_selu_have_the_fixed_point_zero_one) {
  const Moments phi(activations()["selu"]);
  EXPECT_NEAR(phi.mean(1.0), 0.0, 1e-12);
  EXPECT_NEAR(phi.second_moment(1.0), 1.0, 1e-12);
}

// E[elu^2] = q/2 + E[(exp(x) - 1)^2; x < 0], by completing squares. The formula itself loses digits for small q.
TEST(Moments, of_elu_are_those_of_a_truncated_log_normal) {
  const Moments phi(activations()["elu"]);
  const auto shifted = [](double q, double a) {  // E[exp(a x); x < 0]
    return std::exp(0.5 * a * a * q) * 0.5 * std::erfc(a * std::sqrt(0.5 * q));
  };
  for (const double q : {0.5, 1.0, 3.0, 10.0, 100.0})
    expect_relative(phi.second_moment(q), 0.5 * q + shifted(q, 2.0) - 2.0 * shifted(q, 1.0) + 0.5, 1e-12, q);
}

TEST(Moments, of_a_step_count_the_mass_beyond_its_jump) {
  const FunctionActivation step("step", [](auto x) { return decltype(x)(x > decltype(x)(0.5) ? 1 : 0); }, {0.5});
  const Moments phi(step);
  for (const double q : {1e-3, 0.1, 1.0, 100.0, 1e4}) {
    const double mass = 0.5 * std::erfc(0.5 / std::sqrt(2.0 * q));
    expect_relative(phi.mean(q), mass, 1e-12, q);
    expect_relative(phi.second_moment(q), mass, 1e-12, q);
    EXPECT_EQ(phi.derivative_second_moment(q), 0.0);
  }
}

TEST(Moments, of_a_growing_exponential_follow_its_mass_outwards) {
  const FunctionActivation exponential("exp", [](auto x) { return math::exp(x); });
  const Moments phi(exponential);
  for (const double q : {0.1, 1.0, 10.0, 80.0}) {
    expect_relative(phi.mean(q), std::exp(0.5 * q), 1e-12, q);
    expect_relative(phi.second_moment(q), std::exp(2.0 * q), 1e-12, q);
  }
  EXPECT_EQ(phi.second_moment(1e4), infinity);
  EXPECT_EQ(phi.derivative_second_moment(1e4), infinity);
}

TEST(Moments, of_tanh_at_large_length_are_those_of_a_step_with_a_soft_edge) {
  // E[sech^2(s z)] -> (2/s)/sqrt(2 pi) and E[sech^4(s z)] -> (4/3/s)/sqrt(2 pi) for s -> infinity; the next terms come
  // from the second moments of these edges: -(pi^2/24)/s^2 and -(pi^2 - 6)/24/s^2 relative.
  const Moments phi(activations()["tanh"]);
  for (const double q : {1e4, 1e12, 1e20}) {
    const double edge = 1.0 / std::sqrt(2.0 * pi * q);
    const double tolerance = std::max(1e-12, 1.0 / (q * q));  // the term after the next
    expect_relative(phi.second_moment(q), 1.0 - 2.0 * edge * (1.0 - pi * pi / 24.0 / q), tolerance, q);
    expect_relative(phi.derivative_second_moment(q), 4.0 / 3.0 * edge * (1.0 - (pi * pi - 6.0) / 24.0 / q), tolerance,
                    q);
  }
}

TEST(Moments, at_length_zero_are_the_values_at_zero) {
  const Moments sigmoid(activations()["sigmoid"]);
  EXPECT_EQ(sigmoid.mean(0.0), 0.5);
  EXPECT_EQ(sigmoid.second_moment(0.0), 0.25);
  EXPECT_EQ(sigmoid.derivative_second_moment(0.0), 0.0625);
  const Moments tanh(activations()["tanh"]);
  EXPECT_EQ(tanh.second_moment(0.0), 0.0);
  EXPECT_EQ(tanh.derivative_second_moment(0.0), 1.0);
}

TEST(Moments, at_length_zero_average_the_slopes_of_a_kink) {
  EXPECT_EQ(Moments(activations()["relu"]).derivative_second_moment(0.0), 0.5);
  EXPECT_EQ(Moments(activations()["leaky_relu_0.2"]).derivative_second_moment(0.0), 0.5 * (1.0 + 0.2 * 0.2));
}

TEST(Moments, are_continuous_at_length_zero) {
  for (const char* name : {"tanh", "relu", "gelu", "softplus", "selu", "hard_tanh"}) {
    const Moments phi(activations()[name]);
    for (const Moment which : {Moment::mean, Moment::second_moment, Moment::derivative_second_moment})
      EXPECT_NEAR(phi.moment(which, 1e-300), phi.moment(which, 0.0), 1e-14) << name;
  }
}

TEST(Moments, of_lengths_that_do_not_exist_are_an_error) {
  const Moments phi(activations()["tanh"]);
  for (const double q : {-1.0, -1e-300, std::nan(""), infinity}) EXPECT_THROW(phi.second_moment(q), DomainError) << q;
}

TEST(Moments, of_huge_lengths_are_finite_or_infinite) {
  const FunctionActivation square("square", [](auto x) { return x * x; });
  for (const double q : {1e100, 1e200, 1e300}) {
    EXPECT_NEAR(Moments(activations()["relu"]).second_moment(q) / q, 0.5, 1e-12);
    EXPECT_NEAR(Moments(activations()["tanh"]).second_moment(q), 1.0, 1e-12);
    EXPECT_FALSE(std::isnan(Moments(square).second_moment(q)));
  }
  EXPECT_EQ(Moments(square).second_moment(1e200), infinity);  // 3e400
}

// Adaptive quadrature gets a hidden kink right too, so the values alone do not show whether kinks are used.
TEST(Moments, ask_an_activation_less_often_if_it_declares_its_kinks) {
  int inputs = 0;
  const auto shifted_relu = [&](auto x) {
    ++inputs;
    return x > decltype(x)(0.3) ? x - decltype(x)(0.3) : decltype(x)(0);
  };
  const FunctionActivation declared("declared", shifted_relu, {0.3});
  const FunctionActivation hidden("hidden", shifted_relu);
  const double with_kink = Moments(declared).second_moment(1.0);
  const int inputs_with_kink = std::exchange(inputs, 0);
  expect_relative(Moments(hidden).second_moment(1.0), with_kink, 1e-12, 1.0);
  EXPECT_GT(inputs, 2 * inputs_with_kink);
}

template <class ClosedForm>
auto identity_with(ClosedForm closed_form) {
  return FunctionActivation(
      "id", [](auto x) { return x; }, {}, closed_form);
}

TEST(Moments, come_from_the_closed_form_where_there_is_one) {
  const auto marked =
      identity_with([](Moment which, double) { return which == Moment::mean ? std::optional(7.0) : std::nullopt; });
  EXPECT_EQ(Moments(marked).mean(2.0), 7.0);
  EXPECT_NEAR(Moments(marked).second_moment(2.0), 2.0, 1e-12);
  EXPECT_EQ(Moments(marked, MomentMethod::quadrature_only).mean(2.0), 0.0);
}

TEST(Moments, do_not_take_nonsense_from_a_closed_form) {
  for (const double nonsense : {std::nan(""), -1.0}) {
    const auto wrong = identity_with([=](Moment, double) { return std::optional(nonsense); });
    EXPECT_THROW(Moments(wrong).second_moment(2.0), PluginError);
  }
}

TEST(Moments, of_an_activation_that_gives_nan_are_an_error_that_names_it) {
  const FunctionActivation broken("one_sided", [](auto x) { return x < decltype(x)(0) ? x * decltype(x)(NAN) : x; },
                                  {0.0});
  try {
    Moments(broken).second_moment(2.0);
    FAIL();
  } catch (const PluginError& error) {
    EXPECT_THAT(error.what(), HasSubstr("the value of activation 'one_sided' gave NaN at input -"));
    EXPECT_THAT(error.what(), HasSubstr("at q = 2"));
  }
}

// 1/(1 + exp(-x)) - 1/2 has an absolute error of 1e-16: below that its moments are not known, and must neither throw
// nor take for ever. Near 0 it is x/4.
TEST(Moments, of_a_carelessly_rounded_activation_are_known_to_its_rounding) {
  int inputs = 0;
  const FunctionActivation careless("careless", [&](auto x) {
    ++inputs;
    return decltype(x)(1) / (decltype(x)(1) + math::exp(-x)) - decltype(x)(0.5);
  });
  const Moments phi(careless);
  for (const double q : {1e-6, 1e-12, 1e-20, 1e-30}) {
    EXPECT_NEAR(phi.mean(q), 0.0, 1e-16) << q;
    EXPECT_NEAR(phi.second_moment(q), q / 16.0, q * q + 1e-16 * std::sqrt(q) + 1e-31) << q;
    EXPECT_NEAR(phi.derivative_second_moment(q), 1.0 / 16.0, q) << q;
  }
  EXPECT_LE(inputs, 3'000'000);
}

}  // namespace
}  // namespace initlab
