// Gradients of E = <g, x_L>, summed over inputs, against central finite differences of a network written out with
// loops.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <initlab/math.hpp>
#include <string>
#include <vector>

#include "core/function_activation.hpp"
#include "unit/network/naive_network.hpp"

namespace initlab {
namespace {

using testing::Keeper;
using testing::LawInitializer;
using testing::NaiveNetwork;
using testing::TestNetwork;

const PointStreams streams(21, 22);
const std::vector<std::size_t> widths{7, 5, 6, 4};

// Rounding, 1e-16 / step, and the cubic term of a smooth function of size 1, step^2 / 6 times a third derivative of
// some tens, are both below 1e-9; E sums a few terms of size 1.
constexpr double step = 1e-5;
constexpr double tolerance = 1e-8;

double finite_difference(const std::function<double(double)>& energy_at) {
  return (energy_at(step) - energy_at(-step)) / (2 * step);
}

const FunctionActivation tanh_activation("tanh", [](auto z) { return math::tanh(z); });
const FunctionActivation leaky_relu("leaky_relu", [](auto z) { return z > 0 ? z : 0.25 * z; }, {0.0});

struct Case {
  std::string name;
  const Activation* activation;
  std::function<double(double)> phi;
  std::size_t inputs;
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Gradient : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    network_.draw(streams, 5).forward(x_, seen_);
    network_.backward(g_, seen_);
    // Far from the kink: no finite difference of the ReLU crosses it.
    for (const auto& layer : seen_.h)
      for (const double h : layer) ASSERT_GT(std::abs(h), 100 * step);
  }
  std::vector<double> part(const std::vector<double>& of, std::size_t b, std::size_t units) const {
    return {&of[b * units], &of[b * units] + units};
  }
  double energy() const { return naive_.energy(x_, g_); }

  const std::size_t inputs_ = GetParam().inputs;
  TestNetwork<double> network_{widths,
                               LawInitializer([](const Layer& l) { return gaussian(1.2 / std::sqrt(l.fan_in)); },
                                              [](const Layer&) { return gaussian(0.3); }),
                               *GetParam().activation};
  NaiveNetwork naive_ = testing::written_out(network_, streams, 5, GetParam().phi);
  std::vector<double> x_ = testing::normal_vectors<double>(streams.inputs.at(5), widths.front() * inputs_);
  std::vector<double> g_ = testing::normal_vectors<double>(streams.cotangents.at(5), widths.back() * inputs_);
  Keeper<double> seen_;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::size_t inputs : {1, 3}) {
    const std::string of = inputs == 1 ? "_one_input" : "_three_inputs";
    all.push_back({"tanh" + of, &tanh_activation, [](double z) { return std::tanh(z); }, inputs});
    all.push_back({"leaky_relu" + of, &leaky_relu, [](double z) { return z > 0 ? z : 0.25 * z; }, inputs});
  }
  return all;
}
INSTANTIATE_TEST_SUITE_P(Of, Gradient, ::testing::ValuesIn(cases()), [](const auto& of) { return of.param.name; });

TEST_P(Gradient, comes_back_from_the_last_layer_to_the_first_with_the_activations_below) {
  EXPECT_EQ(seen_.order, (std::vector{0, 1, 2, 3, -3, -2, -1}));
  for (std::size_t l = 1; l < widths.size(); ++l) EXPECT_EQ(seen_.x_below[l], seen_.x[l - 1]) << "layer " << l;
}

TEST_P(Gradient, in_a_preactivation_is_its_finite_difference) {
  for (std::size_t l = 1; l < widths.size(); ++l)
    for (std::size_t b = 0; b < inputs_; ++b)
      for (std::size_t i = 0; i < widths[l]; ++i) {
        const double expected = finite_difference([&](double by) {
          auto h = part(seen_.h[l], b, widths[l]);
          h[i] += by;
          return naive_.energy_from(l, h, std::span(g_).subspan(b * widths.back(), widths.back()));
        });
        EXPECT_NEAR(seen_.gradients[l][b * widths[l] + i], expected, tolerance) << "layer " << l << ", unit " << i;
      }
}

TEST_P(Gradient, in_a_bias_is_that_in_the_preactivation_summed_over_inputs) {
  for (std::size_t l = 1; l < widths.size(); ++l)
    for (std::size_t i = 0; i < widths[l]; ++i) {
      double& bias = naive_.layers[l - 1].biases[i];
      const double kept = bias;
      const double expected = finite_difference([&](double by) {
        bias = kept + by;
        return energy();
      });
      bias = kept;
      double found = 0;
      for (std::size_t b = 0; b < inputs_; ++b) found += seen_.gradients[l][b * widths[l] + i];
      EXPECT_NEAR(found, expected, tolerance) << "layer " << l << ", unit " << i;
    }
}

TEST_P(Gradient, in_a_weight_is_the_outer_product_summed_over_inputs) {
  for (std::size_t l = 1; l < widths.size(); ++l)
    for (std::size_t i = 0; i < widths[l]; ++i)
      for (std::size_t j = 0; j < widths[l - 1]; ++j) {
        double& weight = naive_.layers[l - 1].weights[i * widths[l - 1] + j];
        const double kept = weight;
        const double expected = finite_difference([&](double by) {
          weight = kept + by;
          return energy();
        });
        weight = kept;
        double found = 0;
        for (std::size_t b = 0; b < inputs_; ++b)
          found += seen_.gradients[l][b * widths[l] + i] * seen_.x_below[l][b * widths[l - 1] + j];
        EXPECT_NEAR(found, expected, tolerance) << "layer " << l << ", weight " << i << ", " << j;
      }
}

TEST(GradientInFloat, is_that_in_double_to_rounding) {
  // Constant laws: drawn numbers are not the same in both types.
  const LawInitializer laws([](const Layer&) { return constant(0.75); }, [](const Layer&) { return constant(0.25); });
  TestNetwork<float> floats(widths, laws, tanh_activation);
  TestNetwork<double> doubles(widths, laws, tanh_activation);
  const std::vector<double> x{0.5, -0.25, 0.125, 0.5, -0.5, 0.25, -0.125}, g{1.0, -0.5, 0.25, 2.0};
  Keeper<float> seen_floats;
  Keeper<double> seen_doubles;
  floats.draw(streams, 0).forward({x.begin(), x.end()}, seen_floats);
  floats.backward({g.begin(), g.end()}, seen_floats);
  doubles.draw(streams, 0).forward(x, seen_doubles);
  doubles.backward(g, seen_doubles);
  for (std::size_t l = 1; l < widths.size(); ++l)
    for (std::size_t i = 0; i < widths[l]; ++i)
      EXPECT_NEAR(seen_floats.gradients[l][i], seen_doubles.gradients[l][i],
                  2e-6);  // values of size 1, some 30 roundings
}

}  // namespace
}  // namespace initlab
