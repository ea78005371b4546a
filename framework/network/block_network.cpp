#include "network/block_network.hpp"

#include <algorithm>
#include <utility>

#include "network/apply_activation.hpp"
#include "network/batch_arithmetic.hpp"

namespace initlab {

using Step = BlockSpec::Step;
using Skip = BlockSpec::Skip;

template <class Real>
BlockNetwork<Real>::BlockNetwork(std::vector<BlockSpec> blocks, const Activation& activation,
                                 const MatrixMaker<Real>& make_matrix, Keep keep)
    : activation_(activation), keep_(keep) {
  std::size_t most_activations = 0;
  for (BlockSpec& spec : blocks) {
    Block block;
    for (const LayerSpec& layer : spec.matrices) block.linear.emplace_back(layer, make_matrix(layer));
    if (spec.projection) block.projection.emplace(*spec.projection, make_matrix(*spec.projection));
    most_activations = std::max<std::size_t>(most_activations, std::ranges::count(spec.steps, Step::activation));
    block.spec = std::move(spec);
    blocks_.push_back(std::move(block));
  }
  kept_.resize(keep == Keep::everything ? blocks_.size() : 1);
  for (Kept& kept : kept_) kept.preactivations.resize(most_activations);
}

template <class Real>
void BlockNetwork<Real>::draw(const PointStreams& streams, std::uint32_t trial) {
  for (Block& block : blocks_) {
    for (LinearLayer<Real>& layer : block.linear) layer.draw(streams, trial);
    if (block.projection) block.projection->draw(streams, trial);
  }
}

// ---- forward

/// branch_input * x
template <class Real>
BatchView<const Real> BlockNetwork<Real>::scaled_input(std::size_t number, BatchView<const Real> x) {
  const double factor = blocks_[number - 1].spec.multipliers.branch_input;
  if (factor == 1.0) return x;
  scaled_input_.resize(x.units, x.count);
  copy(x, scaled_input_.view());
  scale(scaled_input_.view(), factor);
  return scaled_input_.view();
}

/// B(branch_input * x); the answer stays in signal_.
template <class Real>
BatchView<const Real> BlockNetwork<Real>::run_branch(std::size_t number, BatchView<const Real> x) {
  Block& block = blocks_[number - 1];
  Kept& kept = kept_of(number);
  if (keep_ == Keep::everything) {
    kept.input.resize(x.units, x.count);
    copy(x, kept.input.view());
  }
  BatchView<const Real> signal = scaled_input(number, x);
  std::size_t activations = 0, matrices = 0;
  for (const Step step : block.spec.steps) {
    if (step == Step::linear) {
      LinearLayer<Real>& layer = block.linear[matrices++];
      next_signal_.resize(layer.width(), x.count);
      layer.forward(signal, next_signal_.view());
    } else {
      Batch<Real>& h = kept.preactivations[activations++];
      h.resize(signal.units, signal.count);
      copy(signal, h.view());
      next_signal_.resize(signal.units, signal.count);
      apply_activation<Real>(activation_, number, h.view(), next_signal_.view());
    }
    std::swap(signal_, next_signal_);
    signal = signal_.view();
  }
  return signal;
}

template <class Real>
void BlockNetwork<Real>::forward(BatchView<const Real> x, PassObserver<Real>& observer) {
  observer.input(x);
  trunk_.resize(x.units, x.count);
  copy(x, trunk_.view());
  for (std::size_t number = 1; number <= blocks_.size(); ++number) {
    Block& block = blocks_[number - 1];
    const BlockSpec& spec = block.spec;
    const BatchView<const Real> below = trunk_.view();
    const BatchView<const Real> branch = run_branch(number, below);
    next_trunk_.resize(spec.width, x.count);
    if (spec.skip == Skip::none) {
      std::swap(next_trunk_, signal_);
    } else {
      if (spec.skip == Skip::identity)
        copy(below, next_trunk_.view());
      else
        block.projection->forward(below, next_trunk_.view());
      scale(next_trunk_.view(), spec.multipliers.skip);
      add_scaled(spec.multipliers.branch, branch, next_trunk_.view());
    }
    std::swap(trunk_, next_trunk_);
    const std::size_t last_activation = static_cast<std::size_t>(std::ranges::count(spec.steps, Step::activation)) - 1;
    observer.forward(number, kept_of(number).preactivations[last_activation].view(), trunk_.view());
  }
}

// ---- backward

/// What went into the linear layer of that step: the block's input, or the activation before it once more.
template <class Real>
BatchView<const Real> BlockNetwork<Real>::input_of_linear(std::size_t number, std::size_t step,
                                                          std::size_t activations_before) {
  Kept& kept = kept_of(number);
  if (step == 0) return scaled_input(number, kept.input.view());
  const BatchView<const Real> h = kept.preactivations[activations_before - 1].view();
  linear_input_.resize(h.units, h.count);
  apply_activation<Real>(activation_, number, h, linear_input_.view());
  return linear_input_.view();
}

/// signal_ holds dE/dB on entry and dE/d(branch_input * x) on return.
template <class Real>
void BlockNetwork<Real>::return_through_branch(std::size_t number, PassObserver<Real>& observer) {
  Block& block = blocks_[number - 1];
  const std::vector<Step>& steps = block.spec.steps;
  std::size_t matrices = block.linear.size();
  std::size_t activations = static_cast<std::size_t>(std::ranges::count(steps, Step::activation));
  const std::size_t last_activation = activations;
  for (std::size_t step = steps.size(); step-- > 0;) {
    if (steps[step] == Step::activation) {
      const BatchView<const Real> h = kept_of(number).preactivations[activations - 1].view();
      slope_.resize(h.units, h.count);
      apply_derivative<Real>(activation_, number, h, slope_.view(), signal_.view());
      if (activations == last_activation) observer.preactivation_gradient(number, signal_.view());
      --activations;
    } else {
      LinearLayer<Real>& layer = block.linear[matrices - 1];
      const BatchView<const Real> input = input_of_linear(number, step, activations);
      observer.weight_gradient(number, {matrices, layer.multiplier(), signal_.view(), input});
      next_signal_.resize(input.units, input.count);
      layer.transpose(signal_.view(), next_signal_.view());
      std::swap(signal_, next_signal_);
      --matrices;
    }
  }
}

template <class Real>
void BlockNetwork<Real>::backward(BatchView<const Real> cotangent, PassObserver<Real>& observer) {
  trunk_.resize(cotangent.units, cotangent.count);
  copy(cotangent, trunk_.view());
  observer.signal_gradient(blocks_.size(), trunk_.view());
  for (std::size_t number = blocks_.size(); number > 0; --number) {
    Block& block = blocks_[number - 1];
    const BlockSpec& spec = block.spec;
    signal_.resize(trunk_.view().units, cotangent.count);
    copy<Real>(trunk_.view(), signal_.view());
    scale(signal_.view(), spec.multipliers.branch);
    return_through_branch(number, observer);
    scale(signal_.view(), spec.multipliers.branch_input);
    if (spec.skip == Skip::identity) {
      add_scaled<Real>(spec.multipliers.skip, trunk_.view(), signal_.view());
    } else if (spec.skip == Skip::projection) {
      scale(trunk_.view(), spec.multipliers.skip);
      observer.weight_gradient(number, {block.linear.size() + 1, block.projection->multiplier(), trunk_.view(),
                                        kept_of(number).input.view()});
      next_signal_.resize(signal_.view().units, cotangent.count);
      block.projection->transpose(trunk_.view(), next_signal_.view());
      add_scaled<Real>(1.0, next_signal_.view(), signal_.view());
    }
    std::swap(trunk_, signal_);
    observer.signal_gradient(number - 1, trunk_.view());
  }
}

template class BlockNetwork<float>;
template class BlockNetwork<double>;

}  // namespace initlab
