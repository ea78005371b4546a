// Statistics between inputs against the textbook's formulas in long double, entry by entry.
#include "measure/pair_statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

constexpr std::size_t units = 50;
using Exact = long double;

/// Vectors of several inputs, one after the other.
template <class Real>
using Vectors = std::vector<Real>;

template <class Real>
BatchView<const Real> view(const Vectors<Real>& u) {
  return {u.data(), units, u.size() / units};
}

template <class Real>
Vectors<Real> normal(std::uint32_t which, std::size_t inputs) {
  return testing::normal_vectors<Real>(StreamFamily(101, "pairs", 0).at(which), units * inputs);
}

/// Means over pairs, as the definitions say.
struct Naive {
  double covariance, decorrelation, cosine, metric;

  template <class Real>
  explicit Naive(const Vectors<Real>& u) {
    Exact sums[4] = {};
    const std::size_t inputs = u.size() / units;
    Exact pairs = 0;
    for (std::size_t a = 0; a < inputs; ++a)
      for (std::size_t b = a + 1; b < inputs; ++b) {
        Exact product = 0, a_square = 0, b_square = 0, distance = 0, area = 0;
        for (std::size_t i = 0; i < units; ++i) {
          const Exact x = u[a * units + i], y = u[b * units + i];
          product += x * y;
          a_square += x * x;
          b_square += y * y;
          distance += (x - y) * (x - y);
          // Lagrange: |a|^2 |b|^2 - <a, b>^2 without the difference of two large numbers.
          for (std::size_t j = 0; j < i; ++j)
            area += std::pow(x * Exact(u[b * units + j]) - y * Exact(u[a * units + j]), Exact(2));
        }
        const Exact lengths = std::sqrt(a_square) * std::sqrt(b_square);
        sums[0] += product / Exact(units);
        sums[1] += product > 0 ? area / (lengths * (lengths + product)) : 1 - product / lengths;
        sums[2] += product / lengths;
        sums[3] += distance / (2 * Exact(units));
        ++pairs;
      }
    covariance = double(sums[0] / pairs);
    decorrelation = double(sums[1] / pairs);
    cosine = double(sums[2] / pairs);
    metric = double(sums[3] / pairs);
  }
};

/// One trial's numbers by quantity name.
template <class Real>
class Recorded {
 public:
  explicit Recorded(std::size_t group, std::size_t layers = 3)
      : groups_(whole(observable_groups().subspan(group, 1))),
        measurement_(layers, quantities_of(groups_, 1).size()),
        recorder(groups_, 1) {
    recorder.record_into(measurement_);
  }
  Summary at(std::size_t layer, const std::string& name) const {
    const auto quantities = quantities_of(groups_, 1);
    const auto found = std::ranges::find(quantities, name, &Quantity::name);
    return measurement_.at(layer, static_cast<std::size_t>(found - quantities.begin())).summary();
  }
  double mean(std::size_t layer, const std::string& name) const {
    EXPECT_EQ(at(layer, name).count, 1u) << name << " at layer " << layer;
    return at(layer, name).mean;
  }
  bool is_empty(std::size_t layer, const std::string& name) const {
    return at(layer, name).count + at(layer, name).nonfinite == 0;
  }

 private:
  const std::vector<ObservableChoice> groups_;
  Measurement measurement_;

 public:
  Recorder<Real> recorder;
};
constexpr std::size_t correlation = 2, gradient_correlation = 3;  // of observable_groups()

template <class Real>
double decorrelation_of(const Vectors<Real>& x) {
  Recorded<Real> recorded(correlation);
  recorded.recorder.input(view(x));
  return recorded.mean(0, "activation.decorrelation");
}

template <class Real>
class PairStatisticsOf : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(PairStatisticsOf, Reals);

// Sums of 50 terms of size 1 in double, whatever the network's numbers are.
constexpr double tolerance = 1e-14;

TYPED_TEST(PairStatisticsOf, signals_are_the_means_over_all_pairs) {
  for (const std::size_t inputs : {2, 4}) {
    const auto x0 = normal<TypeParam>(1, inputs), h = normal<TypeParam>(2, inputs), x = normal<TypeParam>(3, inputs);
    Recorded<TypeParam> recorded(correlation);
    recorded.recorder.input(view(x0));
    recorded.recorder.forward(2, view(h), view(x));
    for (const auto& [layer, of] : {std::pair{std::size_t{0}, Naive(x0)}, {std::size_t{2}, Naive(x)}}) {
      EXPECT_NEAR(recorded.mean(layer, "activation.covariance"), of.covariance, tolerance);
      EXPECT_NEAR(recorded.mean(layer, "activation.decorrelation"), of.decorrelation, tolerance);
      EXPECT_NEAR(recorded.mean(layer, "activation.angular_expressivity"), of.cosine, tolerance);
      EXPECT_NEAR(recorded.mean(layer, "activation.metric_expressivity"), of.metric, tolerance);
    }
    EXPECT_NEAR(recorded.mean(2, "preactivation.covariance"), Naive(h).covariance, tolerance);
    EXPECT_NEAR(recorded.mean(2, "preactivation.decorrelation"), Naive(h).decorrelation, tolerance);
    for (const std::string of : {"covariance", "decorrelation"}) {
      EXPECT_TRUE(recorded.is_empty(0, "preactivation." + of));  // an input has no preactivation
      EXPECT_TRUE(recorded.is_empty(1, "preactivation." + of));
      EXPECT_TRUE(recorded.is_empty(1, "activation." + of));
    }
  }
}

TYPED_TEST(PairStatisticsOf, gradients_are_the_means_over_all_pairs) {
  for (const std::size_t inputs : {2, 4}) {
    Recorded<TypeParam> recorded(gradient_correlation);
    for (const std::uint32_t layer : {2, 0})
      recorded.recorder.signal_gradient(layer, view(normal<TypeParam>(layer, inputs)));
    recorded.recorder.preactivation_gradient(1, view(normal<TypeParam>(1, inputs)));  // not of this group
    for (const std::uint32_t layer : {0, 2}) {
      const Naive of(normal<TypeParam>(layer, inputs));
      EXPECT_NEAR(recorded.mean(layer, "gradient.activation_covariance"), of.covariance, tolerance);
      EXPECT_NEAR(recorded.mean(layer, "gradient.activation_decorrelation"), of.decorrelation, tolerance);
    }
    EXPECT_TRUE(recorded.is_empty(1, "gradient.activation_covariance"));
  }
}

// Directions of distance d are told apart with errors of 1e-16 in d: 1 - c = d^2 / 2 has 1e-16 / d. The textbook's
// formula has 1e-16 / d^2, and answers 0 or nonsense from d = 1e-8 on.
TYPED_TEST(PairStatisticsOf, nearly_parallel_inputs_keep_the_digits_of_their_decorrelation) {
  const auto a = normal<TypeParam>(4, 1), other = normal<TypeParam>(5, 1);
  for (const double distance : {1.0, 0.3, 0.2, 0.15, 0.14, 1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-9}) {
    Vectors<TypeParam> pair = a;
    for (std::size_t i = 0; i < units; ++i)
      pair.push_back(static_cast<TypeParam>(1.7 * (double(a[i]) + distance * double(other[i]))));
    const double expected = Naive(pair).decorrelation;
    if (expected == 0) continue;  // parallel after the rounding to float
    const double relative_tolerance = std::max(1e-12, 1e-16 / std::sqrt(2 * expected));
    EXPECT_NEAR(decorrelation_of(pair) / expected, 1.0, relative_tolerance) << "distance " << distance;
  }
}

// On both sides of 1 - c = 0.01, where the inner products stop to be enough. The textbook's formula would have 1e-16 of
// the squared lengths.
TYPED_TEST(PairStatisticsOf, near_inputs_keep_the_digits_of_their_distance) {
  const auto a = normal<TypeParam>(4, 1), other = normal<TypeParam>(5, 1);
  for (const double distance : {1.0, 0.2, 0.15, 0.14, 0.1, 1e-2, 1e-4, 1e-6}) {
    Vectors<TypeParam> pair = a;
    for (std::size_t i = 0; i < units; ++i)
      pair.push_back(static_cast<TypeParam>(double(a[i]) + distance * double(other[i])));
    Recorded<TypeParam> recorded(correlation);
    recorded.recorder.input(view(pair));
    EXPECT_NEAR(recorded.mean(0, "activation.metric_expressivity") / Naive(pair).metric, 1.0, 1e-12) << distance;
  }
}

// Of three pairs, one is nearly parallel: each has the way that it needs.
TYPED_TEST(PairStatisticsOf, pairs_of_both_kinds_are_averaged) {
  auto x = normal<TypeParam>(10, 2);
  for (std::size_t i = 0; i < units; ++i)
    x.push_back(static_cast<TypeParam>(double(x[i]) * 0.7 + 1e-3 * double(x[units + i])));
  Recorded<TypeParam> recorded(correlation);
  recorded.recorder.input(view(x));
  const Naive expected(x);
  EXPECT_NEAR(recorded.mean(0, "activation.covariance"), expected.covariance, tolerance);
  EXPECT_NEAR(recorded.mean(0, "activation.decorrelation"), expected.decorrelation, tolerance);
  EXPECT_NEAR(recorded.mean(0, "activation.metric_expressivity"), expected.metric, tolerance);
}

TEST(PairStatistics, of_a_vanished_vector_and_an_ordinary_one_has_their_angle) {
  for (const bool parallel : {false, true})
    for (const double size : {1e-140, 1e-200, 1e-300, 1e140, 1e200, 1e300}) {
      Vectors<double> x = normal<double>(11, 2);
      for (std::size_t i = 0; i < units; ++i)
        if (parallel) x[units + i] = x[i] + 1e-3 * x[units + i];
      const double expected = Naive(x).decorrelation;
      for (std::size_t i = 0; i < units; ++i) x[i] *= size;
      EXPECT_NEAR(decorrelation_of(x) / expected, 1.0, 1e-12) << size;
    }
}

TYPED_TEST(PairStatisticsOf, equal_inputs_have_decorrelation_and_distance_exactly_zero) {
  Vectors<TypeParam> x = normal<TypeParam>(6, 1);
  x.insert(x.end(), x.begin(), x.begin() + units);
  x.insert(x.end(), x.begin(), x.begin() + units);
  Recorded<TypeParam> recorded(correlation);
  recorded.recorder.input(view(x));
  EXPECT_EQ(recorded.mean(0, "activation.decorrelation"), 0.0);
  EXPECT_EQ(recorded.mean(0, "activation.metric_expressivity"), 0.0);
  EXPECT_EQ(recorded.mean(0, "activation.angular_expressivity"), 1.0);
  EXPECT_NEAR(recorded.mean(0, "activation.covariance"), Naive(x).covariance, tolerance);
}

TYPED_TEST(PairStatisticsOf, opposite_inputs_have_decorrelation_two) {
  Vectors<TypeParam> x = normal<TypeParam>(6, 1);
  for (std::size_t i = 0; i < units; ++i) x.push_back(-x[i]);
  EXPECT_NEAR(decorrelation_of(x), 2.0, tolerance);
}

TYPED_TEST(PairStatisticsOf, a_zero_vector_has_no_angle_and_is_counted) {
  for (const bool both : {false, true}) {
    Vectors<TypeParam> x = normal<TypeParam>(7, 2);
    std::fill(x.begin(), both ? x.end() : x.begin() + units, TypeParam(0));
    Recorded<TypeParam> recorded(correlation);
    recorded.recorder.input(view(x));
    for (const std::string name : {"activation.decorrelation", "activation.angular_expressivity"}) {
      EXPECT_EQ(recorded.at(0, name).count, 0u) << name;
      EXPECT_EQ(recorded.at(0, name).nonfinite, 1u) << name;
    }
    EXPECT_EQ(recorded.mean(0, "activation.covariance"), 0.0);
    EXPECT_NEAR(recorded.mean(0, "activation.metric_expressivity"), Naive(x).metric, tolerance);
  }
}

TYPED_TEST(PairStatisticsOf, an_overflowed_vector_has_no_angle_and_is_counted) {
  Vectors<TypeParam> x = normal<TypeParam>(8, 2);
  x[3] = std::numeric_limits<TypeParam>::infinity();
  Recorded<TypeParam> recorded(correlation);
  recorded.recorder.input(view(x));
  for (const Quantity& quantity : pair_quantities(1))
    if (quantity.name.starts_with("activation.")) {
      EXPECT_EQ(recorded.at(0, quantity.name).nonfinite, 1u) << quantity.name;
    }
}

TEST(PairStatistics, of_a_vector_longer_than_any_double_has_no_angle_and_is_counted) {
  Vectors<double> x(2 * units, std::numeric_limits<double>::max());
  Recorded<double> recorded(correlation);
  recorded.recorder.input(view(x));
  EXPECT_EQ(recorded.at(0, "activation.decorrelation").nonfinite, 1u);
}

// A gradient that vanished, or a signal that exploded, still has its direction where its square is no double any more.
TYPED_TEST(PairStatisticsOf, angles_do_not_depend_on_the_size_of_the_numbers) {
  const auto x = normal<TypeParam>(9, 3);
  const int largest = std::numeric_limits<TypeParam>::max_exponent - 5;
  const int smallest = std::numeric_limits<TypeParam>::min_exponent + 20;
  for (const int exponent : {largest, largest / 2, smallest / 2, smallest}) {
    Vectors<TypeParam> scaled = x;
    for (TypeParam& number : scaled) number = std::ldexp(number, exponent);
    Recorded<TypeParam> recorded(correlation);
    recorded.recorder.input(view(scaled));
    EXPECT_NEAR(recorded.mean(0, "activation.decorrelation"), Naive(x).decorrelation, tolerance) << exponent;
    EXPECT_NEAR(recorded.mean(0, "activation.angular_expressivity"), Naive(x).cosine, tolerance) << exponent;
  }
}

}  // namespace
}  // namespace initlab
