#include "theory/kernel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/function_activation.hpp"
#include "theory/pair_quadrature.hpp"
#include "unit/theory/activations.hpp"
#include "unit/theory/exact_kernels.hpp"

namespace initlab {
namespace {

const double lengths[] = {1e-6, 0.01, 1.0, 30.0, 1e4};
const double gaps[] = {1e-30, 1e-17, 1e-9, 1e-5, 1e-3, 0.03, 0.1, 0.5, 1.0, 1.7, 1.9999, 2.0};  // 1 - c

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

double relative(double value, long double exact, long double scale) {
  return static_cast<double>(std::abs((value - exact) / scale));
}

template <class Exact>
void expect_exact(Kernel& kernel, double q, double gap, double tolerance) {
  SCOPED_TRACE(testing::Message() << Exact::name << " q = " << q << ", 1 - c = " << gap);
  EXPECT_LE(relative(kernel.value(gap), Exact::value(q, gap), Exact::value(q, 0)), tolerance);
  EXPECT_LE(relative(kernel.derivative(gap), Exact::derivative(q, gap), Exact::derivative(q, 0)), tolerance);
  const long double deficit = Exact::deficit(q, gap);
  if (deficit > 0) {
    EXPECT_LE(relative(kernel.deficit(gap), deficit, deficit), tolerance);
  }
}

TEST(Kernel, of_relu_is_the_arc_cosine_kernel) {
  const Moments phi(activations()["relu"]);
  for (const double q : lengths) {
    Kernel kernel(phi, q);
    for (const double gap : gaps) expect_exact<exact::Relu>(kernel, q, gap, 2e-14);
  }
}

TEST(Kernel, of_relu_by_quadrature_is_the_arc_cosine_kernel) {
  const Moments phi(activations()["relu"], MomentMethod::quadrature_only);
  for (const double q : {1e-6, 1.0, 1e4}) {
    Kernel kernel(phi, q);
    for (const double gap : gaps) expect_exact<exact::Relu>(kernel, q, gap, 1e-12);
  }
}

TEST(Kernel, of_relu_by_quadrature_keeps_its_relative_accuracy_towards_opposite_inputs) {
  const Moments phi(activations()["relu"], MomentMethod::quadrature_only);
  Kernel kernel(phi, 1.0);
  // sin psi - psi cos psi for psi = acos(-c), by its first terms
  const double opening = 2e-6;
  const double psi = 2.0 * std::asin(std::sqrt(0.5 * opening));
  const double exact_value = psi * psi * psi * (1.0 / 3.0 - psi * psi / 30.0) / (2.0 * std::numbers::pi);
  EXPECT_NEAR(kernel.value(2.0 - opening) / exact_value, 1.0, 1e-9);  // as far as 2 - 2e-6 is known
}

TEST(Kernel, of_erf_is_the_arcsine_kernel) {
  const Moments phi(activations()["erf"]);
  for (const double q : lengths) {
    Kernel kernel(phi, q);
    for (const double gap : gaps) expect_exact<exact::Erf>(kernel, q, gap, 1e-12);
  }
}

TEST(Kernel, of_gelu_is_that_of_gaussian_orthants) {
  const Moments phi(activations()["gelu"]);
  for (const double q : lengths) {
    Kernel kernel(phi, q);
    for (const double gap : gaps)
      if (gap >= 1e-3) expect_exact<exact::Gelu>(kernel, q, gap, 1e-12);
  }
}

TEST(Kernel, of_sin_is_that_of_the_characteristic_function) {
  const Moments phi(activations()["sin"]);
  for (const double q : {1e-6, 0.01, 1.0, 30.0, 300.0}) {
    Kernel kernel(phi, q);
    for (const double gap : gaps) expect_exact<exact::Sin>(kernel, q, gap, 1e-12);
  }
  Kernel long_kernel(phi, 1e4);
  for (const double gap : {0.2, 1.0, 1.9}) expect_exact<exact::Sin>(long_kernel, 1e4, gap, 1e-12);
}

struct TabulatedKernel {
  const char* activation;
  double at_c_0_9, derivative_at_c_0_9, at_c_minus_half;
};

// The closed forms at q = 1.7, evaluated elsewhere to eight digits.
TEST(Kernel, has_the_tabulated_values) {
  for (const TabulatedKernel& table : {TabulatedKernel{"relu", 0.77310764, 0.42821685, 0.09264811},
                                       TabulatedKernel{"erf", 0.48959389, 0.40270619, -0.25253803},
                                       TabulatedKernel{"gelu", 0.69253797, 0.44908060, -0.00132671}}) {
    const Moments phi(activations()[table.activation]);
    Kernel kernel(phi, 1.7);
    EXPECT_NEAR(kernel.value(0.1), table.at_c_0_9, 5.1e-9) << table.activation;
    EXPECT_NEAR(kernel.derivative(0.1), table.derivative_at_c_0_9, 5.1e-9) << table.activation;
    EXPECT_NEAR(kernel.value(1.5), table.at_c_minus_half, 5.1e-9) << table.activation;
  }
}

// The series (or its linear limit) against a two-dimensional quadrature, where there is no closed form.
TEST(Kernel, by_series_is_that_by_quadrature) {
  for (const char* name : {"tanh", "elu", "selu", "hard_tanh", "softsign", "mish", "softplus", "sigmoid"}) {
    const Moments phi(activations()[name]);
    for (const double q : {1e-3, 2.0}) {
      Kernel fast(phi, q);
      Kernel slow(phi, q, KernelMethod::quadrature_only);
      for (const double gap : {1e-28, 1e-7, 0.02, 0.4, 0.9, 1.6}) {
        SCOPED_TRACE(testing::Message() << name << " q = " << q << ", 1 - c = " << gap);
        EXPECT_NEAR(fast.deficit(gap) / slow.deficit(gap), 1.0, 1e-12);
        EXPECT_NEAR(fast.value(gap), slow.value(gap), 1e-12 * phi.second_moment(q));
        EXPECT_NEAR(fast.derivative(gap), slow.derivative(gap), 1e-12 * phi.derivative_second_moment(q));
      }
    }
  }
}

// Price 1958: dK/dc = q K', so the deficit is the integral of q K' over the angle acos(c), with weight its sine.
TEST(Kernel, deficit_is_the_integral_of_the_derivative_kernel) {
  for (const char* name : {"tanh", "selu", "hard_tanh"}) {
    const Moments phi(activations()[name]);
    const double q = 3.0;
    Kernel kernel(phi, q, KernelMethod::quadrature_only);
    for (const double gap : {1e-20, 1e-6, 0.05}) {
      const double angle = 2.0 * std::asin(std::sqrt(0.5 * gap));
      // Gauss-Legendre with five points
      const double node[] = {0.0, 0.53846931010568309, 0.90617984593866399};
      const double weight[] = {0.56888888888888889, 0.47862867049936647, 0.23692688505618909};
      double sum = 0.0;
      for (int i = -2; i <= 2; ++i) {
        const double theta = 0.5 * angle * (1.0 + (i < 0 ? -1.0 : 1.0) * node[std::abs(i)]);
        const double half_sine = std::sin(0.5 * theta);
        sum += 0.5 * angle * weight[std::abs(i)] * kernel.derivative(2.0 * half_sine * half_sine) * std::sin(theta);
      }
      EXPECT_NEAR(q * sum / kernel.deficit(gap), 1.0, gap < 1e-3 ? 1e-12 : 1e-8) << name << " 1 - c = " << gap;
    }
  }
}

TEST(Kernel, of_one_input_twice_is_its_second_moment) {
  for (const char* name : {"tanh", "gelu", "selu"}) {
    const Moments phi(activations()[name]);
    Kernel kernel(phi, 2.0);
    EXPECT_NEAR(kernel.value(0.0), phi.second_moment(2.0), 1e-13);
    EXPECT_NEAR(kernel.derivative(0.0), phi.derivative_second_moment(2.0), 1e-13);
    EXPECT_EQ(kernel.deficit(0.0), 0.0);
  }
}

TEST(Kernel, of_independent_inputs_is_the_squared_mean) {
  for (const char* name : {"relu", "tanh", "softplus", "elu", "hard_tanh"}) {
    const Moments phi(activations()[name]);
    for (const KernelMethod method : {KernelMethod::fastest, KernelMethod::quadrature_only})
      EXPECT_NEAR(Kernel(phi, 2.0, method).value(1.0), phi.mean(2.0) * phi.mean(2.0), 1e-13) << name;
  }
}

TEST(Kernel, of_an_odd_activation_is_odd_in_the_correlation) {
  const Moments phi(activations()["hard_tanh"]);
  Kernel kernel(phi, 1.5);
  for (const double gap : {0.0, 1e-3, 0.01, 0.3})
    EXPECT_NEAR(kernel.value(gap), -kernel.value(2.0 - gap), 1e-13) << gap;
}

TEST(Kernel, of_kinks_that_nobody_declared_is_right_to_six_digits) {
  const FunctionActivation undeclared("undeclared", [](auto x) { return x > decltype(x)(0.3) ? x : decltype(x)(0.3); });
  const FunctionActivation declared("declared", [](auto x) { return x > decltype(x)(0.3) ? x : decltype(x)(0.3); },
                                    {0.3});
  const Moments right(declared);
  const Moments careless(undeclared);
  const double exact_value = Kernel(right, 1.0).value(0.02);
  EXPECT_NEAR(Kernel(careless, 1.0).value(0.02) / exact_value, 1.0, 1e-6);
}

// P(sign differs) = acos(c) / pi.
TEST(Kernel, of_a_jump_counts_the_inputs_on_different_sides) {
  const FunctionActivation step("sign", [](auto x) { return decltype(x)(x > decltype(x)(0) ? 1.0 : -1.0); }, {0.0});
  const Moments phi(step);
  Kernel kernel(phi, 2.0);
  for (const double gap : {1e-20, 1e-6, 0.1, 1.0, 1.8}) {
    const double angle = 2.0 * std::asin(std::sqrt(0.5 * gap));
    EXPECT_NEAR(kernel.deficit(gap) / (2.0 * angle / std::numbers::pi), 1.0, 1e-12) << gap;
    EXPECT_NEAR(kernel.value(gap), 1.0 - 2.0 * angle / std::numbers::pi, 1e-12) << gap;
  }
}

TEST(UnequalKernel, of_relu_and_erf_are_the_closed_forms) {
  const Moments relu(activations()["relu"], MomentMethod::quadrature_only);
  const Moments erf(activations()["erf"]);
  for (const double gap : {0.0, 1e-12, 1e-3, 0.4, 1.0, 1.99, 2.0}) {
    const double q1 = 0.3;
    const double q2 = 7.0;
    const double arc_cosine = static_cast<double>(exact::Relu::value(1.0, gap)) * std::sqrt(q1 * q2);
    EXPECT_NEAR(unequal_kernel(relu, q1, q2, gap), arc_cosine, 1e-12) << gap;
    const double k = std::sqrt(q1 * q2) * (1.0 - gap);
    const double arcsine = 2.0 / std::numbers::pi * std::asin(2.0 * k / std::sqrt((1.0 + 2.0 * q1) * (1.0 + 2.0 * q2)));
    EXPECT_NEAR(unequal_kernel(erf, q1, q2, gap), arcsine, 1e-12) << gap;
  }
}

TEST(UnequalKernel, half_square_distance_is_what_the_kernels_say) {
  for (const char* name : {"tanh", "selu", "hard_tanh"}) {
    const Moments phi(activations()[name]);
    for (const double gap : {0.0, 0.01, 0.7, 1.9}) {
      const double mean = 0.5 * (phi.second_moment(0.5) + phi.second_moment(2.0));
      const double expected = mean - unequal_kernel(phi, 0.5, 2.0, gap);
      EXPECT_NEAR(unequal_half_square_distance(phi, 0.5, 2.0, gap), expected, 1e-12) << name << " " << gap;
    }
  }
}

// Lengths q (1 +- h), same direction: the distance is (h sqrt(q) z)^2 / 2 to first order, phi' = 1 beside the kinks.
TEST(UnequalKernel, half_square_distance_keeps_its_digits_for_close_lengths) {
  const Moments phi(activations()["tanh"]);
  const double h = 1e-12;
  const double root1 = 1.0 + h;
  const double root2 = 1.0 - h;
  const double expected = 0.5 * std::pow(root1 - root2, 2) *
                          phi.expectation([](double, double slope, double z) { return slope * slope * z * z; }, 1.0);
  // The lengths themselves are rounded to 1e-16, their difference to 1e-4.
  EXPECT_NEAR(unequal_half_square_distance(phi, root1 * root1, root2 * root2, 0.0) / expected, 1.0, 1e-3);
}

TEST(Kernel, rejects_what_is_no_length_or_correlation) {
  const Moments phi(activations()["tanh"]);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double q : {-1.0, 0.0, nan, std::numeric_limits<double>::infinity()})
    EXPECT_THROW(Kernel(phi, q), DomainError);
  Kernel kernel(phi, 1.0);
  for (const double gap : {-1e-9, 2.1, nan}) {
    EXPECT_THROW(kernel.value(gap), DomainError);
    EXPECT_THROW(kernel.derivative(gap), DomainError);
    EXPECT_THROW(kernel.deficit(gap), DomainError);
  }
}

TEST(Kernel, names_an_activation_that_gives_nan) {
  const FunctionActivation bad("bad", [](auto x) { return math::sqrt(x); });
  const Moments phi(bad);
  EXPECT_THROW(Kernel(phi, 1.0).value(0.1), PluginError);
}

}  // namespace
}  // namespace initlab
