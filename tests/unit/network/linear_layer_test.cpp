// y = multiplier * W x + b, and matrices that are scaled to give outputs of variance 1.
#include "network/linear_layer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "linear/draw_vector.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab {
namespace {

using testing::TestMatrix;

const PointStreams streams(91, 92);
constexpr std::uint32_t fan_in = 30, fan_out = 20;
constexpr std::size_t inputs = 4;

Law with_multiplier(Law law, double multiplier) {
  law.multiplier = multiplier;
  return law;
}
Law with_unit_variance(Law law) {
  law.unit_variance = true;
  return law;
}

/// A layer of the dense engine, drawn for a trial.
template <class Real>
class TestLayer {
 public:
  TestLayer(const Law& weights, const Law& biases, std::uint32_t stream = 1)
      : layer_(spec_of(weights, biases, stream), DenseEngine<Real>(nobody_).make(weights, spec_of(weights).layer)) {}

  TestLayer& draw(std::uint32_t trial) {
    layer_.draw(streams, trial);
    return *this;
  }
  std::vector<Real> forward(const std::vector<Real>& x) {
    const std::size_t count = x.size() / fan_in;
    std::vector<Real> y(fan_out * count, std::numeric_limits<Real>::quiet_NaN());
    const BatchView<Real> out{y.data(), fan_out, count};
    layer_.forward({x.data(), fan_in, count}, out, out, scratch_);
    return y;
  }
  std::vector<Real> transpose(const std::vector<Real>& d) {
    const std::size_t count = d.size() / fan_out;
    std::vector<Real> g(fan_in * count, std::numeric_limits<Real>::quiet_NaN());
    layer_.transpose({d.data(), fan_out, count}, {g.data(), fan_in, count});
    return g;
  }
  const LinearLayer<Real>& operator*() const { return layer_; }

 private:
  static LayerSpec spec_of(const Law& weights, const Law& biases = {}, std::uint32_t stream = 1) {
    LayerSpec spec{{}, weights, biases, stream};
    spec.layer.fan_in = fan_in;
    spec.layer.fan_out = fan_out;
    return spec;
  }
  const testing::LawInitializer nobody_{[](const Layer&) { return constant(0.0); }};
  LinearLayer<Real> layer_;
  std::vector<Real> scratch_;
};

template <class Real>
std::vector<Real> some_inputs() {
  return testing::normal_vectors<Real>(streams.inputs.at(0), fan_in * inputs);
}
template <class Real>
std::vector<Real> some_cotangents() {
  return testing::normal_vectors<Real>(streams.cotangents.at(0), fan_out * inputs);
}

template <class Real>
double variance(const std::vector<Real>& numbers) {
  long double mean = 0, squares = 0;
  for (const Real number : numbers) mean += number;
  mean /= static_cast<long double>(numbers.size());
  for (const Real number : numbers) squares += (number - mean) * (number - mean);
  return static_cast<double>(squares / static_cast<long double>(numbers.size()));
}

template <class Real>
double dot(const std::vector<Real>& a, const std::vector<Real>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i]) * double(b[i]);
  return sum;
}

template <class Real>
class LinearLayers : public ::testing::Test {
 protected:
  static constexpr double roundoff = testing::unit_roundoff<Real>;
};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(LinearLayers, Reals);

TYPED_TEST(LinearLayers, multiply_scale_and_add_the_bias_in_this_order) {
  using Real = TypeParam;
  TestLayer<Real> layer(with_multiplier(gaussian(0.5), 0.25), gaussian(2.0), 6);
  EXPECT_EQ((*layer).multiplier(), 0.25);
  EXPECT_EQ((*layer).width(), fan_out);
  TestMatrix<Real> matrix(gaussian(0.5), {fan_out, fan_in});
  std::vector<Real> bias(fan_out);
  draw_vector(gaussian(2.0), streams.biases.at(3, 6), std::span<Real>(bias));
  const auto plain = matrix.draw(streams.weights.at(3, 6)).forward(some_inputs<Real>());
  const auto y = layer.draw(3).forward(some_inputs<Real>());
  // A power of two scales without rounding.
  for (std::size_t k = 0; k < y.size(); ++k) EXPECT_EQ(y[k], Real(0.25) * plain[k] + bias[k % fan_out]);
  const auto back = matrix.transpose(some_cotangents<Real>());
  const auto g = layer.transpose(some_cotangents<Real>());
  for (std::size_t k = 0; k < g.size(); ++k) EXPECT_EQ(g[k], Real(0.25) * back[k]);
}

TYPED_TEST(LinearLayers, without_a_multiplier_or_a_bias_are_their_matrix) {
  using Real = TypeParam;
  TestLayer<Real> layer(uniform(0.7), constant(0.0));
  TestMatrix<Real> matrix(uniform(0.7), {fan_out, fan_in});
  matrix.draw(streams.weights.at(0, 1));
  EXPECT_EQ(layer.draw(0).forward(some_inputs<Real>()), matrix.forward(some_inputs<Real>()));
  EXPECT_EQ(layer.transpose(some_cotangents<Real>()), matrix.transpose(some_cotangents<Real>()));
}

TYPED_TEST(LinearLayers, of_unit_variance_give_outputs_of_variance_one_over_units_and_inputs) {
  using Real = TypeParam;
  for (const Law& law : {gaussian(0.01), uniform(40.0), orthogonal(3.0), constant(0.25)}) {
    TestLayer<Real> layer(with_unit_variance(law), constant(0.0));
    for (const std::uint32_t trial : {0u, 1u, 2u})
      // The factor is rounded, 1 unit, and so is each product: twice that in a square.
      EXPECT_NEAR(variance(layer.draw(trial).forward(some_inputs<Real>())), 1.0, 8 * this->roundoff)
          << "family " << int(law.family);
  }
}

TYPED_TEST(LinearLayers, of_unit_variance_are_scaled_around_the_mean_not_around_zero) {
  using Real = TypeParam;
  std::vector<Real> x = some_inputs<Real>();
  for (Real& number : x) number += 10;  // and so every input's output is far from 0, but their differences are not
  TestLayer<Real> layer(with_unit_variance(constant(0.5)), constant(0.0));
  const auto y = layer.draw(0).forward(x);
  // 150 before, of deviation about 1: roundings of the mean's size.
  EXPECT_NEAR(variance(y), 1.0, 2000 * this->roundoff);
  EXPECT_GT(std::abs(y[0]), 10);
}

TYPED_TEST(LinearLayers, of_unit_variance_add_bias_and_multiplier_after_the_scaling) {
  using Real = TypeParam;
  TestLayer<Real> bare(with_unit_variance(gaussian(0.1)), constant(0.0));
  TestLayer<Real> dressed(with_unit_variance(with_multiplier(gaussian(0.1), 2.0)), constant(5.0));
  const auto y = bare.draw(0).forward(some_inputs<Real>()), z = dressed.draw(0).forward(some_inputs<Real>());
  for (std::size_t k = 0; k < y.size(); ++k) EXPECT_EQ(z[k], 2 * y[k] + 5);
}

// <d, W x> = <W^T d, x> for the scaled W, whatever the scale was before.
TYPED_TEST(LinearLayers, of_unit_variance_go_back_through_the_scaled_matrix) {
  using Real = TypeParam;
  for (const Law& law : {gaussian(0.01), uniform(40.0), orthogonal(3.0)}) {
    TestLayer<Real> layer(with_unit_variance(with_multiplier(law, 0.3)), constant(0.0));
    const auto x = some_inputs<Real>(), d = some_cotangents<Real>();
    for (const std::uint32_t trial : {0u, 1u}) {
      const double there = dot(d, layer.draw(trial).forward(x));
      // Sums of 80 and 120 products of size up to 5.
      EXPECT_NEAR(there, dot(layer.transpose(d), x), 1000 * this->roundoff);
      EXPECT_GT(std::abs(there), 0.1);
    }
  }
}

TYPED_TEST(LinearLayers, of_unit_variance_are_as_drawn_where_outputs_do_not_vary) {
  using Real = TypeParam;
  TestLayer<Real> layer(with_unit_variance(gaussian(0.5)), constant(0.0));
  TestMatrix<Real> matrix(gaussian(0.5), {fan_out, fan_in});
  layer.draw(0).forward(some_inputs<Real>());  // a scale that must be forgotten
  const auto y = layer.draw(0).forward(std::vector<Real>(fan_in * inputs, Real(0)));
  EXPECT_EQ(y, std::vector<Real>(fan_out * inputs, Real(0)));
  const auto d = some_cotangents<Real>();
  EXPECT_EQ(layer.transpose(d), matrix.draw(streams.weights.at(0, 1)).transpose(d));
}

}  // namespace
}  // namespace initlab
