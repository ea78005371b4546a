#include "theory/kernel_table.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/function_activation.hpp"
#include "theory/asymptotic_moments.hpp"
#include "theory/kernel.hpp"
#include "unit/theory/activations.hpp"
#include "unit/theory/exact_kernels.hpp"

namespace initlab {
namespace {

const ReferenceActivations& activations() {
  static const ReferenceActivations all;
  return all;
}

// Asked often enough at lengths beside each other that it interpolates.
double interpolated(KernelTable& table, double q, double gap) {
  for (int i = 0; i < 12; ++i) table.deficit(q * (1.0 + 1e-3 * i), gap);
  const auto result = table.deficit(q, gap);
  return result ? *result : std::nan("");
}

TEST(KernelTable, of_gelu_and_erf_is_the_closed_form) {
  const Moments gelu(activations()["gelu"]);
  const Moments erf(activations()["erf"]);
  KernelTable of_gelu(gelu);
  KernelTable of_erf(erf);
  for (const double q : {0.013, 0.7, 23.0, 1.3e3, 2.1e6, 1.7e20})
    for (const double gap : {0.012, 0.03, 0.2, 1.0, 1.8}) {
      SCOPED_TRACE(testing::Message() << "q = " << q << ", 1 - c = " << gap);
      EXPECT_NEAR(interpolated(of_gelu, q, gap) / static_cast<double>(exact::Gelu::deficit(q, gap)), 1.0, 2e-12);
      // Beyond that the arcsine itself, next to 1, has no twelve digits in extended precision.
      if (q > 1e8) continue;
      EXPECT_NEAR(interpolated(of_erf, q, gap) / static_cast<double>(exact::Erf::deficit(q, gap)), 1.0, 2e-12);
    }
}

TEST(KernelTable, is_the_kernel_by_quadrature) {
  for (const char* name : {"softplus", "elu", "mish", "softsign"}) {
    const Moments phi(activations()[name]);
    KernelTable table(phi);
    for (const double q : {0.3, 40.0, 5e3})
      for (const double gap : {0.012, 0.3}) {
        SCOPED_TRACE(testing::Message() << name << " q = " << q << ", 1 - c = " << gap);
        const double slow = Kernel(phi, q, KernelMethod::quadrature_only).deficit(gap);
        EXPECT_NEAR(interpolated(table, q, gap) / slow, 1.0, 3e-12);  // the quadrature's error included
      }
  }
}

TEST(KernelTable, of_a_smooth_activation_reaches_equal_inputs) {
  const Moments erf(activations()["erf"]);
  KernelTable table(erf);
  for (const double gap : {1e-20, 1e-9, 1e-4})
    EXPECT_NEAR(interpolated(table, 0.4, gap) / static_cast<double>(exact::Erf::deficit(0.4, gap)), 1.0, 2e-12) << gap;
}

TEST(KernelTable, knows_where_it_does_not_suffice) {
  const Moments softplus(activations()["softplus"]);
  EXPECT_FALSE(KernelTable(softplus).deficit(1e8, 1e-5));
  const FunctionActivation step("sign", [](auto x) { return decltype(x)(x > decltype(x)(0) ? 1.0 : -1.0); }, {0.0});
  const Moments jump(step);
  EXPECT_FALSE(KernelTable(jump).deficit(1.0, 0.5));
}

// 96 terms of a series that needs more, as if they were all.
TEST(KernelTable, rejects_a_series_that_is_too_short) {
  const Moments elu(activations()["elu"]);
  const auto series = HermiteSeries::of(elu, 100.0, 96);
  ASSERT_TRUE(series);
  const HermiteCoefficients terms = {{series->coefficients().begin(), series->coefficients().end()},
                                     series->slopes_left_out(),
                                     series->values_left_out()};
  EXPECT_FALSE(bounded_deficit(terms, 100.0, 0.01));
  EXPECT_TRUE(bounded_deficit(terms, 100.0, 0.5));
}

TEST(AsymptoticMoments, deficit_is_that_of_the_kernel_with_and_without_a_table) {
  const Moments gelu(activations()["gelu"]);
  const AsymptoticMoments moments(gelu);
  for (const double gap : {1e-6, 1e-3, 0.02, 1.0, 1.99})
    EXPECT_NEAR(moments.deficit({50.0}, gap) / Kernel(gelu, 50.0).deficit(gap), 1.0, 1e-11) << gap;
}

}  // namespace
}  // namespace initlab
