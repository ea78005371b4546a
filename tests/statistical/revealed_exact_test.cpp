// Exact facts of finite width, through the revealed engine, which can afford many trials (mathematics.md, section 3).
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/function_activation.hpp"
#include "linear/revealed_engine.hpp"
#include "network/architecture.hpp"
#include "network/block_network.hpp"
#include "statistical/estimates.hpp"
#include "unit/linear/law_initializer.hpp"

namespace initlab {
namespace {

using namespace testing;

const FunctionActivation relu("relu", [](auto z) { return z > 0 ? z : decltype(z)(0); }, {0.0});
const FunctionActivation identity("identity", [](auto z) { return z; });

/// Means over the units of the last layer: of x^2, h^2 and h^4.
class LastLayer final : public PassObserver<float> {
 public:
  explicit LastLayer(std::size_t depth) : depth_(depth) {}
  void forward(std::size_t block, BatchView<const float> h, BatchView<const float> x) override {
    if (block != depth_) return;
    length = h_square = h_fourth = 0;
    for (std::size_t i = 0; i < x.units; ++i) {
      const double z = h.data[i] * double(h.data[i]);
      length += x.data[i] * double(x.data[i]) / double(x.units);
      h_square += z / double(x.units);
      h_fourth += z * z / double(x.units);
    }
  }
  double length = 0, h_square = 0, h_fourth = 0;

 private:
  std::size_t depth_;
};

struct Measured {
  Samples length, h_square, h_fourth;
};
MatrixMaker<float> revealed() {
  const RevealedEngine<float> engine;
  return [engine](const LayerSpec& spec) { return engine.make(spec.weights, spec.biases, spec.layer); };
}
Measured measure(const Activation& activation, double variance_gain, std::size_t width, std::size_t depth,
                 std::uint32_t trials, std::uint64_t seed) {
  const LawInitializer laws([=](const Layer& l) { return gaussian(std::sqrt(variance_gain / l.fan_in)); });
  BlockNetwork<float> network(make_blocks({}, std::vector<std::size_t>(depth + 1, width), laws, {}), activation,
                              revealed(), Keep::nothing);
  const std::vector<float> x(width, 1.0f);
  const PointStreams streams(seed, 0);
  LastLayer last(depth);
  Measured all;
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    network.draw(streams, trial);
    network.forward({x.data(), width, 1}, last);
    all.length.push_back(last.length);
    all.h_square.push_back(last.h_square);
    all.h_fourth.push_back(last.h_fourth);
  }
  return all;
}

// E M^2 / (E M)^2 = (1 + excess/n)^L; kurtosis of h_L 3 (1 + excess/n)^(L-1). A twin of width 9/10 n, whose spread is a
// ninth too large, is rejected.
void expect_spread(const Activation& activation, double variance_gain, double excess) {
  constexpr std::size_t n = 50, depth = 5;
  constexpr std::uint32_t trials = 400'000;
  const double ratio = std::pow(1.0 + excess / n, depth), kurtosis = 3.0 * std::pow(1.0 + excess / n, depth - 1);
  const Measured right = measure(activation, variance_gain, n, depth, trials, 5);
  EXPECT_LT(z_of_mean(right.length, 1.0), five_sigma);
  EXPECT_LT(z_of_ratio(squares_of(right.length), right.length, ratio), five_sigma);
  EXPECT_LT(z_of_ratio(right.h_fourth, right.h_square, kurtosis), five_sigma);
  const Measured narrower = measure(activation, variance_gain, n * 9 / 10, depth, trials, 6);
  EXPECT_GT(z_of_ratio(squares_of(narrower.length), narrower.length, ratio), five_sigma);
  EXPECT_GT(z_of_ratio(narrower.h_fourth, narrower.h_square, kurtosis), five_sigma);
  const Measured wider_law = measure(activation, variance_gain * 1.004, n, depth, trials, 7);
  EXPECT_GT(z_of_mean(wider_law.length, 1.0), five_sigma);
}

TEST(RevealedReluHe, spreads_lengths_by_1_plus_5_over_n_a_layer) { expect_spread(relu, 2.0, 5.0); }
TEST(RevealedLinear, spreads_lengths_by_1_plus_2_over_n_a_layer) { expect_spread(identity, 1.0, 2.0); }

// The width at which only a revealed network can be asked: a drawn matrix has 1e10 entries.
TEST(RevealedLinear, of_orthogonal_matrices_keeps_lengths_at_width_100_000_to_rounding) {
  constexpr std::size_t width = 100'000, depth = 10;
  const auto change = [&](double gain) {
    const LawInitializer laws([=](const Layer&) { return orthogonal(gain); });
    BlockNetwork<float> network(make_blocks({}, std::vector<std::size_t>(depth + 1, width), laws, {}), identity,
                                revealed(), Keep::nothing);
    const std::vector<float> x(width, 1.0f);
    LastLayer last(depth);
    network.draw(PointStreams(8, 0), 0);
    network.forward({x.data(), width, 1}, last);
    return std::abs(last.length - 1.0);
  };
  // A layer rounds the factor of all numbers twice, which squares count twice; roundings of single numbers average out.
  constexpr double tolerance = depth * 2 * std::numeric_limits<float>::epsilon();
  EXPECT_LT(change(1.0), tolerance);
  EXPECT_GT(change(1.000001), tolerance);
}

}  // namespace
}  // namespace initlab
