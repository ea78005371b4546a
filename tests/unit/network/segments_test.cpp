// Backward passes that run segments forward again give what those give that kept everything, with less memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "linear/revealed_engine.hpp"
#include "unit/linear/allocation_counter.hpp"
#include "unit/linear/test_matrix.hpp"
#include "unit/network/block_initializer.hpp"
#include "unit/network/observed_pass.hpp"
#include "unit/network/residual_case.hpp"

namespace initlab {
namespace {

using testing::BlockInitializer;
using testing::Keeper;

const PointStreams streams(71, 72);

enum class Engine { dense, revealed };
constexpr Engine engines[] = {Engine::dense, Engine::revealed};

struct Case {
  Engine engine;
  Architecture architecture;
  Law::Family family;
};
std::vector<Case> cases() {
  std::vector<Case> all;
  for (const Engine engine : engines)
    for (const std::string& name : architecture_names())
      for (const Law::Family family : {Law::Family::gaussian, Law::Family::orthogonal})
        all.push_back({engine, {name}, family});
  return all;
}
void PrintTo(const Case& c, std::ostream* out) {
  std::string architecture = c.architecture.name;
  std::ranges::replace(architecture, '-', '_');
  *out << (c.engine == Engine::dense ? "dense_" : "revealed_") << architecture
       << (c.family == Law::Family::gaussian ? "_gaussian" : "_orthogonal");
}

/// Scales, biases and multipliers that differ between blocks and matrices; in every third block W x is scaled to
/// variance 1 and biases are uniform.
BlockInitializer varied_laws(Law::Family family) {
  const auto weights = [=](const Layer& layer) {
    const double gain = 0.9 + 0.02 * layer.index + 0.1 * layer.branch_position;
    Law law = family == Law::Family::gaussian ? gaussian(gain / std::sqrt(double(layer.fan_in))) : orthogonal(gain);
    law.multiplier = 1.1;
    law.unit_variance = layer.index % 3 == 0;
    return law;
  };
  const auto biases = [](const Layer& layer) { return layer.index % 3 == 0 ? uniform(0.3) : gaussian(0.2); };
  const auto multipliers = [](const Layer& layer) { return Multipliers{0.9, 0.7 + 0.01 * layer.index, 1.1}; };
  return {weights, biases, multipliers};
}

/// Gaussian matrices with their own biases, orthogonal ones without.
BlockInitializer simple_laws(Law::Family family) {
  const bool is_gaussian = family == Law::Family::gaussian;
  const auto weights = [=](const Layer& layer) {
    return is_gaussian ? gaussian(1.0 / std::sqrt(double(layer.fan_in))) : orthogonal(1.0);
  };
  return {weights, [=](const Layer&) { return is_gaussian ? gaussian(0.1) : constant(0.0); },
          [](const Layer&) { return Multipliers{}; }};
}

template <class Real>
MatrixMaker<Real> maker_of(Engine engine, const Initializer& initializer) {
  if (engine == Engine::dense) {
    const DenseEngine<Real> dense(initializer);
    return [dense](const LayerSpec& spec) -> LayerMatrix<Real> { return dense.make(spec.weights, spec.layer); };
  }
  const RevealedEngine<Real> revealed;
  return [revealed](const LayerSpec& spec) { return revealed.make(spec.weights, spec.biases, spec.layer); };
}

/// A network of that case; the widths change on the way, so that residual ones have projections.
template <class Real>
class SegmentedNetwork {
 public:
  SegmentedNetwork(const Case& of, std::vector<std::size_t> widths, Keep keep)
      : SegmentedNetwork(of, std::move(widths), keep, varied_laws(of.family)) {}
  SegmentedNetwork(const Case& of, std::vector<std::size_t> widths, Keep keep, BlockInitializer laws)
      : widths_(std::move(widths)),
        laws_(std::move(laws)),
        network_(make_blocks(of.architecture, widths_, laws_, {}), testing::swish_activation,
                 maker_of<Real>(of.engine, laws_), keep) {}

  /// Forward and backward.
  void pass(const std::vector<Real>& x, const std::vector<Real>& g, std::uint32_t trial, PassObserver<Real>& observer) {
    forward(x, trial, observer);
    backward(g, observer);
  }
  void backward(const std::vector<Real>& g, PassObserver<Real>& observer) {
    network_.backward({g.data(), widths_.back(), g.size() / widths_.back()}, observer);
  }
  void forward(const std::vector<Real>& x, std::uint32_t trial, PassObserver<Real>& observer) {
    network_.draw(streams, trial);
    network_.forward({x.data(), widths_.front(), x.size() / widths_.front()}, observer);
  }

 private:
  std::vector<std::size_t> widths_;
  BlockInitializer laws_;
  BlockNetwork<Real> network_;
};

/// Independent inputs for an even number, nearly parallel ones for an odd one: these make revealed matrices
/// orthogonalise.
template <class Real>
std::vector<Real> inputs_of(std::size_t width, std::size_t count) {
  auto x = testing::normal_vectors<Real>(streams.inputs.at(0), width * count);
  if (count % 2 == 1)
    for (std::size_t i = width; i < x.size(); ++i) x[i] = x[i - width] + Real(1e-4) * x[i];
  return x;
}

class Segments : public ::testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Of, Segments, ::testing::ValuesIn(cases()), ::testing::PrintToStringParamName());

// Eleven blocks: a last segment that is whole (11 = 1 mod 2, mod 5: of one block) or not.
const std::vector<std::size_t> changing_widths{9, 12, 12, 7, 7, 7, 20, 20, 20, 20, 11, 11};

template <class Real>
void expect_equal_passes(const Case& of) {
  for (const std::size_t count : {1, 2, 3}) {
    const auto x = inputs_of<Real>(changing_widths.front(), count);
    const auto g = testing::normal_vectors<Real>(streams.cotangents.at(0), changing_widths.back() * count);
    SegmentedNetwork<Real> everything(of, changing_widths, Keep::everything);
    Keeper<Real> expected[2];
    for (std::uint32_t trial = 0; trial < 2; ++trial) everything.pass(x, g, trial, expected[trial]);
    EXPECT_NE(expected[0].signal_gradients, expected[1].signal_gradients);
    for (const std::size_t blocks : {0, 1, 2, 3, 5, 7, 10, 11, 12}) {
      SegmentedNetwork<Real> segmented(of, changing_widths, {true, blocks});
      for (std::uint32_t trial = 0; trial < 2; ++trial) {
        SCOPED_TRACE(::testing::Message() << count << " inputs, " << blocks << " blocks, trial " << trial);
        Keeper<Real> seen;
        segmented.pass(x, g, trial, seen);
        EXPECT_EQ(seen.order, expected[trial].order);
        EXPECT_EQ(seen.h, expected[trial].h);
        EXPECT_EQ(seen.x, expected[trial].x);
        EXPECT_EQ(seen.signal_gradients, expected[trial].signal_gradients);
        EXPECT_EQ(seen.preactivation_gradients, expected[trial].preactivation_gradients);
        ASSERT_EQ(seen.matrices.size(), expected[trial].matrices.size());
        for (const auto& [place, matrix] : expected[trial].matrices) {
          EXPECT_EQ(seen.matrices.at(place).at_output, matrix.at_output);
          EXPECT_EQ(seen.matrices.at(place).input, matrix.input);
        }
      }
    }
  }
}

TEST_P(Segments, run_again_give_the_bits_of_everything_kept) {
  expect_equal_passes<float>(GetParam());
  expect_equal_passes<double>(GetParam());
}

TEST_P(Segments, give_the_forward_pass_of_nothing_kept) {
  for (const std::size_t count : {1, 2, 3}) {
    const auto x = inputs_of<float>(changing_widths.front(), count);
    Keeper<float> with, without;
    SegmentedNetwork<float>(GetParam(), changing_widths, {true, 3}).forward(x, 0, with);
    SegmentedNetwork<float>(GetParam(), changing_widths, Keep::nothing).forward(x, 0, without);
    EXPECT_EQ(with.h, without.h);
    EXPECT_EQ(with.x, without.x);
  }
}

TEST_P(Segments, of_a_network_that_keeps_nothing_cannot_go_back) {
  const auto x = inputs_of<float>(changing_widths.front(), 1);
  const auto g = testing::normal_vectors<float>(streams.cotangents.at(0), changing_widths.back());
  PassObserver<float> nobody;
  SegmentedNetwork<float> network(GetParam(), changing_widths, Keep::nothing);
  EXPECT_THROW(network.pass(x, g, 0, nobody), DomainError);
}

TEST_P(Segments, serve_one_backward_pass) {
  const auto x = inputs_of<float>(changing_widths.front(), 2);
  const auto g = testing::normal_vectors<float>(streams.cotangents.at(0), changing_widths.back() * 2);
  SegmentedNetwork<float> network(GetParam(), changing_widths, {true, 3});
  Keeper<float> seen;
  EXPECT_THROW(network.backward(g, seen), DomainError);
  network.pass(x, g, 0, seen);
  EXPECT_THROW(network.backward(g, seen), DomainError);
  Keeper<float> again;
  network.pass(x, g, 0, again);
  EXPECT_EQ(again.signal_gradients, seen.signal_gradients);
}

TEST_P(Segments, allocate_nothing_when_warm) {
  for (const std::size_t count : {2, 3}) {
    const auto x = inputs_of<float>(changing_widths.front(), count);
    const auto g = testing::normal_vectors<float>(streams.cotangents.at(0), changing_widths.back() * count);
    PassObserver<float> nobody;
    for (const Keep keep : {Keep{true, 3}, Keep::everything}) {
      SegmentedNetwork<float> network(GetParam(), changing_widths, keep);
      // Buffers change places in a pass, between matrices too.
      for (std::uint32_t trial = 0; trial < 10; ++trial) network.pass(x, g, trial, nobody);
      const std::size_t before = testing::allocated_bytes;
      for (std::uint32_t trial = 10; trial < 30; ++trial) network.pass(x, g, trial, nobody);
      EXPECT_EQ(testing::allocated_bytes, before) << count << " inputs, " << keep.blocks;
    }
  }
}

/// Batches of signals (width x inputs) that the first passes of a network of equal widths ask for. Without biases but
/// those that come with the matrices: a layer that draws its biases keeps them.
double batches_of_a_pass(const Case& of, std::size_t depth, std::size_t count, Keep keep) {
  const std::size_t width = 4000;
  const std::vector<std::size_t> widths(depth + 1, width);
  const auto x = inputs_of<float>(width, count);
  const auto g = testing::normal_vectors<float>(streams.cotangents.at(0), width * count);
  PassObserver<float> nobody;
  SegmentedNetwork<float> network(of, widths, keep, simple_laws(of.family));
  const std::size_t before = testing::allocated_bytes;
  network.pass(x, g, 0, nobody);
  network.pass(x, g, 1, nobody);
  return double(testing::allocated_bytes - before) / double(width * count * sizeof(float));
}

TEST(RevealedSegments, take_memory_for_the_blocks_of_a_segment_and_one_input_of_each) {
  for (const Case& of : cases()) {
    if (of.engine == Engine::dense) continue;  // the weights of a dense network this wide take seconds
    for (const std::size_t count : {2, 3}) {
      SCOPED_TRACE(::testing::Message() << ::testing::PrintToString(of) << ", " << count << " inputs");
      const double shallow = batches_of_a_pass(of, 12, count, {true, 4});
      const double deep = batches_of_a_pass(of, 36, count, {true, 4}),
                   all = batches_of_a_pass(of, 36, count, Keep::everything);
      // 24 blocks more are six segments, an input each. Beside them, small matrices and lists, and batches that grow
      // when they change hands (the counter has no memory of what was given back): less than a batch for a block.
      EXPECT_GT(deep - shallow, 5.5);
      EXPECT_LT(deep - shallow, 24.0);
      // Where everything is kept, 24 blocks more are their signals and what their matrices remember.
      EXPECT_GT(all - shallow, 4 * 24.0);
      // Segments of eight blocks instead of four: between the two.
      const double longer = batches_of_a_pass(of, 36, count, {true, 8});
      EXPECT_GT(longer, deep);
      EXPECT_LT(longer, 2.5 * deep);
    }
  }
}

}  // namespace
}  // namespace initlab
