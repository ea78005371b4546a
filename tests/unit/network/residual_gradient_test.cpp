// Gradients of E = <g, x_L>, summed over inputs, in residual networks: against central finite differences of a network
// written out in double.
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "unit/network/residual_case.hpp"

namespace initlab {
namespace {

using testing::Keeper;
using testing::NaiveResidual;
using testing::residual_widths;
using testing::ResidualCase;
using testing::TestNetwork;
using Of = testing::Nudge::Of;

const PointStreams streams(71, 72);
constexpr std::uint32_t trial = 5;

// Of a smooth function of size 1: rounding, 1e-16 / step, and step^2 / 6 times a third derivative of some tens are both
// below 1e-9.
constexpr double step = 1e-5;
constexpr double difference_error = 1e-8;

/// A residual network after both passes, beside the same written out.
template <class Real>
class BothPasses {
 public:
  explicit BothPasses(const ResidualCase& c)
      : inputs(c.inputs),
        x_(testing::normal_vectors<Real>(streams.inputs.at(trial), residual_widths.front() * inputs)),
        g_(testing::normal_vectors<Real>(streams.cotangents.at(trial), residual_widths.back() * inputs)) {
    TestNetwork<Real> network(c.architecture, residual_widths, testing::varied_laws(), testing::swish_activation);
    naive = testing::residual_written_out(c.architecture.name, network, streams, trial, testing::swish_in_double);
    network.draw(streams, trial).forward(x_, seen);
    network.backward(g_, seen);
  }

  double in_unit(Of of, std::size_t block, std::size_t input, std::size_t unit) const {
    const double above = naive.energy(x_, g_, inputs, {of, block, input, unit, step});
    const double below = naive.energy(x_, g_, inputs, {of, block, input, unit, -step});
    return (above - below) / (2 * step);
  }
  /// In a weight or a bias of `naive`.
  double in_parameter(double& number) const {
    const double kept = std::exchange(number, number + step);
    const double above = naive.energy(x_, g_, inputs);
    number = kept - step;
    const double below = naive.energy(x_, g_, inputs);
    number = kept;
    return (above - below) / (2 * step);
  }

  const std::size_t inputs;
  NaiveResidual naive;
  Keeper<Real> seen;

 private:
  std::vector<Real> x_, g_;
};

template <class Real>
class ResidualGradient : public ::testing::Test {
 protected:
  // Gradients of size up to 10, with some hundred roundings behind each.
  static constexpr double tolerance = difference_error + 200 * testing::unit_roundoff<Real>;
};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(ResidualGradient, Reals);

TYPED_TEST(ResidualGradient, in_a_signal_is_its_finite_difference) {
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    const BothPasses<TypeParam> passes(c);
    for (std::size_t l = 0; l < residual_widths.size(); ++l) {
      const std::size_t width = residual_widths[l];
      ASSERT_EQ(passes.seen.signal_gradients[l].size(), width * c.inputs);
      for (std::size_t b = 0; b < c.inputs; ++b)
        for (std::size_t i = 0; i < width; ++i)
          EXPECT_NEAR(passes.seen.signal_gradients[l][b * width + i], passes.in_unit(Of::x, l, b, i), this->tolerance)
              << "x_" << l << ", unit " << i;
    }
  }
}

TYPED_TEST(ResidualGradient, in_a_preactivation_is_its_finite_difference) {
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    const BothPasses<TypeParam> passes(c);
    for (std::size_t l = 1; l < residual_widths.size(); ++l) {
      const auto& gradient = passes.seen.preactivation_gradients[l];
      ASSERT_EQ(gradient.size(), passes.seen.h[l].size());
      const std::size_t units = gradient.size() / c.inputs;
      for (std::size_t b = 0; b < c.inputs; ++b)
        for (std::size_t i = 0; i < units; ++i)
          EXPECT_NEAR(gradient[b * units + i], passes.in_unit(Of::h, l, b, i), this->tolerance)
              << "h_" << l << ", unit " << i;
    }
  }
}

TYPED_TEST(ResidualGradient, in_a_weight_is_the_multiplier_times_the_outer_product_summed_over_inputs) {
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    BothPasses<TypeParam> passes(c);
    for (std::size_t l = 1; l < residual_widths.size(); ++l)
      for (std::size_t position = 1; position <= passes.naive.blocks[l - 1].matrices.size(); ++position) {
        NaiveResidual::Matrix& matrix = passes.naive.blocks[l - 1].matrices[position - 1];
        const auto& found = passes.seen.matrices.at({l, position});
        double norm_square = 0, expected_norm_square = 0;
        for (std::size_t i = 0; i < matrix.fan_out; ++i)
          for (std::size_t j = 0; j < matrix.fan_in; ++j) {
            double gradient = 0;
            for (std::size_t b = 0; b < c.inputs; ++b)
              gradient += found.multiplier * double(found.at_output[b * matrix.fan_out + i]) *
                          double(found.input[b * matrix.fan_in + j]);
            const double expected = passes.in_parameter(matrix.weights[i * matrix.fan_in + j]);
            EXPECT_NEAR(gradient, expected, this->tolerance)
                << "block " << l << ", matrix " << position << ", weight " << i << ", " << j;
            norm_square += gradient * gradient;
            expected_norm_square += expected * expected;
          }
        EXPECT_GT(norm_square, 0.01) << "block " << l << ", matrix " << position;  // the comparison is not of zeros
        EXPECT_NEAR(std::sqrt(norm_square), std::sqrt(expected_norm_square),
                    this->tolerance * std::sqrt(double(matrix.weights.size())));
      }
  }
}

TYPED_TEST(ResidualGradient, in_a_bias_is_that_at_the_output_of_its_matrix_summed_over_inputs) {
  for (const ResidualCase& c : testing::residual_cases()) {
    SCOPED_TRACE(::testing::PrintToString(c));
    BothPasses<TypeParam> passes(c);
    for (std::size_t l = 1; l < residual_widths.size(); ++l)
      for (std::size_t position = 1; position <= passes.naive.blocks[l - 1].matrices.size(); ++position) {
        NaiveResidual::Matrix& matrix = passes.naive.blocks[l - 1].matrices[position - 1];
        const auto& found = passes.seen.matrices.at({l, position});
        for (std::size_t i = 0; i < matrix.fan_out; ++i) {
          double gradient = 0;
          for (std::size_t b = 0; b < c.inputs; ++b) gradient += double(found.at_output[b * matrix.fan_out + i]);
          EXPECT_NEAR(gradient, passes.in_parameter(matrix.biases[i]), this->tolerance)
              << "block " << l << ", matrix " << position << ", unit " << i;
        }
      }
  }
}

TEST(ResidualGradientOrder, goes_from_the_last_matrix_of_a_branch_to_the_first_and_then_to_the_projection) {
  using Positions = std::vector<std::pair<std::size_t, std::size_t>>;
  const BothPasses<double> reduced({{"residual-reduced"}, 1}), full({{"residual-full"}, 1});
  EXPECT_EQ(reduced.seen.positions, (Positions{{4, 1}, {3, 1}, {3, 2}, {2, 1}, {1, 1}, {1, 2}}));
  EXPECT_EQ(full.seen.positions,
            (Positions{{4, 2}, {4, 1}, {3, 2}, {3, 1}, {3, 3}, {2, 2}, {2, 1}, {1, 2}, {1, 1}, {1, 3}}));
}

}  // namespace
}  // namespace initlab
