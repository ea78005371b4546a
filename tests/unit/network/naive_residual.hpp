#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "linear/draw_vector.hpp"
#include "unit/linear/test_matrix.hpp"
#include "unit/network/observed_pass.hpp"

namespace initlab::testing {

/// A number that is added to one unit on the way of one input, to see what becomes of E.
struct Nudge {
  enum class Of { x, h } of = Of::x;
  std::size_t block = 0, input = 0, unit = 0;  ///< block 0: x_0
  double by = 0.0;
};

/// A residual network written out in double: explicit matrices (row-major), one input at a time, loops, and each
/// architecture's own formula.
struct NaiveResidual {
  using Vector = std::vector<double>;

  /// multiplier * W x + b
  struct Matrix {
    std::size_t fan_in, fan_out;
    double multiplier;
    Vector weights, biases;

    Vector of(const Vector& x) const {
      Vector y = biases;
      for (std::size_t i = 0; i < fan_out; ++i)
        for (std::size_t j = 0; j < fan_in; ++j) y[i] += multiplier * weights[i * fan_in + j] * x[j];
      return y;
    }
  };
  struct Block {
    std::vector<Matrix> matrices;  ///< of the branch; behind them the skip's projection, if there is one
    bool has_projection;
    Multipliers multipliers;
  };
  struct Pass {
    std::vector<Vector> h, x;  ///< h as an observer sees it: what a block's last activation is applied to
  };

  std::string architecture;
  std::vector<Block> blocks;
  std::function<double(double)> phi;

  Vector activation(Vector h) const {
    for (double& number : h) number = phi(number);
    return h;
  }

  Pass forward(const Vector& x0, std::size_t input = 0, const Nudge& nudge = {}) const {
    const auto nudged = [&](Nudge::Of of, std::size_t block, Vector v) {
      if (nudge.of == of && nudge.block == block && nudge.input == input) v[nudge.unit] += nudge.by;
      return v;
    };
    Pass pass{{{}}, {nudged(Nudge::Of::x, 0, x0)}};
    for (std::size_t l = 1; l <= blocks.size(); ++l) {
      const Block& block = blocks[l - 1];
      const Vector& below = pass.x.back();
      Vector u = below;
      for (double& number : u) number *= block.multipliers.branch_input;
      Vector h, branch;
      if (architecture == "residual-reduced") {
        h = nudged(Nudge::Of::h, l, block.matrices[0].of(u));
        branch = activation(h);
      } else if (architecture == "residual-full") {
        h = nudged(Nudge::Of::h, l, block.matrices[0].of(u));
        branch = block.matrices[1].of(activation(h));
      } else {  // residual-preact
        const std::size_t m = block.matrices.size() - (block.has_projection ? 1 : 0);
        branch = u;
        for (std::size_t k = 0; k < m; ++k) {
          h = k + 1 == m ? nudged(Nudge::Of::h, l, branch) : branch;
          branch = block.matrices[k].of(activation(h));
        }
      }
      Vector x = block.has_projection ? block.matrices.back().of(below) : below;
      for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = block.multipliers.skip * x[i] + block.multipliers.branch * branch[i];
      pass.h.push_back(h);
      pass.x.push_back(nudged(Nudge::Of::x, l, x));
    }
    return pass;
  }

  /// E = <g, x_L>, summed over the inputs of a batch.
  template <class Real>
  double energy(const std::vector<Real>& x, const std::vector<Real>& g, std::size_t inputs,
                const Nudge& nudge = {}) const {
    const std::size_t in = x.size() / inputs, out = g.size() / inputs;
    double sum = 0;
    for (std::size_t b = 0; b < inputs; ++b) {
      const Pass pass = forward({&x[b * in], &x[b * in] + in}, b, nudge);
      for (std::size_t i = 0; i < out; ++i) sum += double(g[b * out + i]) * pass.x.back()[i];
    }
    return sum;
  }
};

/// The network that `trial` names. Streams are counted here once more: a block's branch, its projection, the next
/// block.
template <class Real>
NaiveResidual residual_written_out(const std::string& architecture, const TestNetwork<Real>& network,
                                   const PointStreams& streams, std::uint32_t trial,
                                   std::function<double(double)> phi) {
  NaiveResidual naive{architecture, {}, std::move(phi)};
  std::uint32_t stream = 0;
  const auto written = [&](const LayerSpec& spec) {
    ++stream;
    const std::uint32_t fan_in = spec.layer.fan_in, fan_out = spec.layer.fan_out;
    Law weights = spec.weights;
    weights.multiplier = 1.0;
    const auto rows = TestMatrix<Real>(weights, {fan_out, fan_in}).draw(streams.weights.at(trial, stream)).rows();
    std::vector<Real> biases(fan_out);
    draw_vector(spec.biases, streams.biases.at(trial, stream), std::span<Real>(biases));
    return NaiveResidual::Matrix{
        fan_in, fan_out, spec.weights.multiplier, {rows.begin(), rows.end()}, {biases.begin(), biases.end()}};
  };
  for (const BlockSpec& block : network.blocks) {
    NaiveResidual::Block out{{}, block.projection.has_value(), block.multipliers};
    for (const LayerSpec& spec : block.matrices) out.matrices.push_back(written(spec));
    if (block.projection) out.matrices.push_back(written(*block.projection));
    naive.blocks.push_back(out);
  }
  return naive;
}

}  // namespace initlab::testing
