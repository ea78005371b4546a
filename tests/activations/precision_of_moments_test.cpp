// Gaussian moments of every shipped activation to 1e-12, for q from 1e-6 to 1e4: against a quadrature in long double of
// the formula that is written down a second time in exact.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <numbers>

#include "activations/exact.hpp"
#include "activations/shipped.hpp"
#include "theory/moments.hpp"

namespace initlab::test {
namespace {

constexpr double lengths[] = {1e-6, 1e-4, 0.01, 0.1, 0.5, 1.0, 3.0, 10.0, 100.0, 1e4};
constexpr long double reach = 14.0L;  // beyond it lies 1e-43 of a normal law

/// Panels of z: steps in which a wave of period pi / 8 turns once, and ever finer ones on both sides of the points
/// where something happens on the scale of z / sqrt(q).
std::vector<long double> panels_around(const std::vector<double>& kinks, long double scale) {
  std::vector<long double> centers{0.0L}, ends;
  for (const double kink : kinks) centers.push_back(kink / scale);
  const long double step = std::min(1.0L / 64, 0.39L / scale);
  for (long double z = -reach; z <= reach; z += step) ends.push_back(z);
  for (const long double center : centers) {
    ends.push_back(center);
    for (long double distance = 1e-12L; distance < reach; distance *= 1.5L)
      ends.insert(ends.end(), {center - distance, center + distance});
  }
  std::erase_if(ends, [](long double z) { return std::abs(z) > reach; });
  std::ranges::sort(ends);
  return ends;
}

struct Expectations {
  long double mean = 0, mean_size = 0, square = 0, slope_square = 0;
};

Expectations expectations_of(const ExactActivation& phi, const std::vector<double>& kinks, double q) {
  using Rule = boost::math::quadrature::gauss<long double, 15>;
  const long double scale = std::sqrt(static_cast<long double>(q));
  const std::vector<long double> ends = panels_around(kinks, scale);
  Expectations sum;
  for (std::size_t p = 0; p + 1 < ends.size(); ++p) {
    const long double middle = (ends[p + 1] + ends[p]) / 2, half = (ends[p + 1] - ends[p]) / 2;
    const auto add = [&](long double node, long double weight) {
      const long double z = middle + half * node;
      const long double share = weight * half * std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi_v<long double>);
      const long double f = phi.value.f(scale * z), slope = phi.derivative.f(scale * z);
      sum.mean += share * f;
      sum.mean_size += share * std::abs(f);
      sum.square += share * f * f;
      sum.slope_square += share * slope * slope;
    };
    for (std::size_t i = 0; i < Rule::abscissa().size(); ++i) {
      const long double node = Rule::abscissa()[i], weight = Rule::weights()[i];
      add(node, weight);
      if (node != 0) add(-node, weight);
    }
  }
  return sum;
}

class PrecisionOfMoments : public ::testing::TestWithParam<ExactActivation> {};

TEST_P(PrecisionOfMoments, is_twelve_digits) {
  const ExactActivation& exact = GetParam();
  const auto phi = shipped(exact.id, exact.arguments);
  const Moments moments(*phi), by_quadrature(*phi, MomentMethod::quadrature_only);
  for (const double q : lengths) {
    const Expectations expected = expectations_of(exact, phi->kinks(), q);
    for (const Moments* of : {&moments, &by_quadrature}) {
      EXPECT_NEAR(of->mean(q), double(expected.mean), 1e-12 * double(expected.mean_size)) << q;
      EXPECT_NEAR(of->second_moment(q), double(expected.square), 1e-12 * double(expected.square)) << q;
      EXPECT_NEAR(of->derivative_second_moment(q), double(expected.slope_square), 1e-12 * double(expected.slope_square))
          << q;
    }
  }
}

/// All but powers whose slope is infinite at 0: their squared slope has a test of its own (AlphaRelu).
std::vector<ExactActivation> smooth_enough() {
  std::vector<ExactActivation> all = exact_activations();
  std::erase_if(all, [](const ExactActivation& phi) { return phi.id == "alpha_relu"; });
  return all;
}

INSTANTIATE_TEST_SUITE_P(Of, PrecisionOfMoments, ::testing::ValuesIn(smooth_enough()),
                         [](const auto& tested) { return name_of(tested.param); });

// The yardstick tells: a moment that is off by 3e-12 is noticed.
TEST(PrecisionOfMomentsTwin, three_parts_in_a_trillion_are_noticed) {
  const auto found = std::ranges::find(exact_activations(), std::string("softplus"), &ExactActivation::id);
  ASSERT_NE(found, exact_activations().end());
  const auto phi = shipped(found->id, found->arguments);
  const Moments moments(*phi);
  for (const double q : lengths) {
    const double expected = double(expectations_of(*found, {}, q).square);
    EXPECT_GT(std::abs(moments.second_moment(q) * (1 + 3e-12) - expected), 1e-12 * expected) << q;
  }
}

}  // namespace
}  // namespace initlab::test
