// gradient.* of a whole network: against finite differences of E = <g, x_L> in every weight and preactivation.
#include <gtest/gtest.h>

#include <cmath>
#include <initlab/math.hpp>
#include <vector>

#include "core/function_activation.hpp"
#include "measure/observable.hpp"
#include "unit/network/naive_network.hpp"

namespace initlab {
namespace {

using testing::LawInitializer;
using testing::TestNetwork;

const PointStreams streams(81, 82);
const std::vector<std::size_t> widths{6, 5, 7, 3};
const FunctionActivation tanh_activation("tanh", [](auto z) { return math::tanh(z); });

constexpr double step = 1e-5;  // rounding 1e-11 and cubic term 1e-10 of a derivative of size 1
constexpr double relative_tolerance = 1e-7;

class GradientNorms : public ::testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Inputs, GradientNorms, ::testing::Values(1, 3));

TEST_P(GradientNorms, are_those_of_finite_differences) {
  TestNetwork<double> network(widths,
                              LawInitializer([](const Layer& l) { return gaussian(1.3 / std::sqrt(l.fan_in)); },
                                             [](const Layer&) { return gaussian(0.3); }),
                              tanh_activation);
  const auto x = testing::normal_vectors<double>(streams.inputs.at(0), widths.front() * GetParam());
  const auto g = testing::normal_vectors<double>(streams.cotangents.at(0), widths.back() * GetParam());
  const auto gradient = whole(observable_groups().subspan(1, 1));
  Measurement measurement(widths.size(), quantities_of(gradient, 1).size());
  Recorder<double> recorder(gradient, 1);
  recorder.record_into(measurement);
  network.draw(streams, 0).forward(x, recorder);
  network.backward(g, recorder);

  auto naive = testing::written_out(network, streams, 0, [](double z) { return std::tanh(z); });
  const auto derivative = [&](double& number) {
    const double kept = number;
    number = kept + step;
    const double above = naive.energy(x, g);
    number = kept - step;
    const double below = naive.energy(x, g);
    number = kept;
    return (above - below) / (2 * step);
  };
  for (std::size_t l = 1; l < widths.size(); ++l) {
    double weight_square = 0;
    for (double& weight : naive.layers[l - 1].weights) weight_square += std::pow(derivative(weight), 2);
    EXPECT_NEAR(measurement.at(l, 2).summary().mean / weight_square, 1.0, relative_tolerance) << "layer " << l;
    double bias_square = 0;
    for (double& bias : naive.layers[l - 1].biases) bias_square += std::pow(derivative(bias), 2);
    EXPECT_NEAR(measurement.at(l, 3).summary().mean / bias_square, 1.0, relative_tolerance) << "layer " << l;
    if (GetParam() > 1) continue;  // of one input, dE/db is dE/dh
    EXPECT_NEAR(measurement.at(l, 0).summary().mean * double(widths[l]) / bias_square, 1.0, relative_tolerance)
        << "layer " << l;
  }
}

}  // namespace
}  // namespace initlab
