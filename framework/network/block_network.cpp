#include "network/block_network.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "linear/batch_arithmetic.hpp"
#include "network/apply_activation.hpp"

namespace initlab {

using Step = BlockSpec::Step;
using Skip = BlockSpec::Skip;

template <class Real>
BlockNetwork<Real>::BlockNetwork(std::vector<BlockSpec> blocks, const Activation& activation,
                                 const MatrixMaker<Real>& make_matrix, Keep keep)
    : activation_(activation), for_backward_(keep.for_backward) {
  std::size_t most_steps = 0;
  for (BlockSpec& spec : blocks) {
    Block block;
    for (const LayerSpec& layer : spec.matrices) block.linear.emplace_back(layer, make_matrix(layer));
    if (spec.projection) block.projection.emplace(*spec.projection, make_matrix(*spec.projection));
    block.activations = static_cast<std::size_t>(std::ranges::count(spec.steps, Step::activation));
    most_steps = std::max(most_steps, spec.steps.size());
    block.spec = std::move(spec);
    blocks_.push_back(std::move(block));
  }
  // Two at least: a block's input is the signal of the one before.
  signals_.resize(std::clamp<std::size_t>(blocks_.size(), 2, std::max<std::size_t>(keep.blocks, 2)));
  for (Signals& signals : signals_) {
    signals.after_step.resize(most_steps);
    signals.without_bias.resize(most_steps);
  }
  if (for_backward_) inputs_kept_.resize((blocks_.size() - 1) / signals_.size() + 1);
}

template <class Real>
void BlockNetwork<Real>::draw(const PointStreams& streams, std::uint32_t trial) {
  streams_ = streams;
  trial_ = trial;
}

// ---- forward

template <class Real>
void BlockNetwork<Real>::run_linear(LinearLayer<Real>& layer, BatchView<const Real> x, Batch<Real>& without_bias,
                                    Batch<Real>& y) {
  y.resize(layer.width(), x.count);
  const bool apart = for_backward_ && layer.adds_biases();
  if (apart) without_bias.resize(layer.width(), x.count);
  layer.forward(x, apart ? without_bias.view() : y.view(), y.view(), biases_);
}

/// Draws the block's matrices and fills its slot. What was in the slot is forgotten.
template <class Real>
void BlockNetwork<Real>::run_block(std::size_t number, BatchView<const Real> x) {
  Block& block = blocks_[number - 1];
  const BlockSpec& spec = block.spec;
  Signals& signals = signals_[slot_of(number)];
  signals.input = x;
  for (LinearLayer<Real>& layer : block.linear) layer.draw(*streams_, trial_);
  if (block.projection) block.projection->draw(*streams_, trial_);
  signals.scaled_input.resize(x.units, 0);
  if (spec.multipliers.branch_input != 1.0) {
    signals.scaled_input.resize(x.units, x.count);
    copy(x, signals.scaled_input.view());
    scale(signals.scaled_input.view(), spec.multipliers.branch_input);
  }
  std::size_t matrices = 0;
  for (std::size_t step = 0; step < spec.steps.size(); ++step) {
    const BatchView<const Real> signal = signals.before_step(step);
    Batch<Real>& after = signals.after_step[step];
    if (spec.steps[step] == Step::linear) {
      run_linear(block.linear[matrices++], signal, signals.without_bias[step], after);
    } else {
      after.resize(signal.units, signal.count);
      apply_activation<Real>(activation_, number, signal, after.view());
    }
  }
  if (spec.skip == Skip::none) return;
  BatchView<const Real> skipped = x;
  if (spec.skip == Skip::projection) {
    run_linear(*block.projection, x, signals.projected_alone, signals.projected);
    skipped = signals.projected.view();
  }
  signals.output.resize(spec.width, x.count);
  weighted_sum<Real>(spec.multipliers.skip, skipped, spec.multipliers.branch, signals.before_step(spec.steps.size()),
                     signals.output.view());
}

template <class Real>
BatchView<const Real> BlockNetwork<Real>::output_of(std::size_t number) const {
  const Block& block = blocks_[number - 1];
  const Signals& signals = signals_[slot_of(number)];
  if (block.spec.skip == Skip::none) return signals.before_step(block.spec.steps.size());
  return signals.output.view();
}

template <class Real>
BatchView<const Real> BlockNetwork<Real>::last_preactivation(std::size_t number) const {
  const std::vector<Step>& steps = blocks_[number - 1].spec.steps;
  std::size_t last = steps.size() - 1;
  while (steps[last] != Step::activation) --last;
  return signals_[slot_of(number)].before_step(last);
}

template <class Real>
void BlockNetwork<Real>::forward(BatchView<const Real> x, PassObserver<Real>& observer) {
  observer.input(x);
  for (std::size_t number = 1; number <= blocks_.size(); ++number) {
    if (number > 1) x = output_of(number - 1);
    if (for_backward_ && starts_a_segment(number)) {
      Batch<Real>& kept = inputs_kept_[(number - 1) / signals_.size()];
      kept.resize(x.units, x.count);
      copy(x, kept.view());
      x = kept.view();
    }
    if (number > signals_.size()) forget(number - signals_.size());
    run_block(number, x);
    observer.forward(number, last_preactivation(number), output_of(number));
  }
  ends_with_last_segment_ = true;
}

// ---- backward

template <class Real>
void BlockNetwork<Real>::forget(std::size_t number) {
  for (LinearLayer<Real>& layer : blocks_[number - 1].linear) layer.forget();
  if (blocks_[number - 1].projection) blocks_[number - 1].projection->forget();
}

/// Fills the slots with the segment that ends with block `last`, as they were in the forward pass.
template <class Real>
void BlockNetwork<Real>::run_segment_again(std::size_t last) {
  const std::size_t segment = (last - 1) / signals_.size(), first = segment * signals_.size() + 1;
  for (std::size_t number = last + 1; number <= std::min(last + signals_.size(), blocks_.size()); ++number)
    forget(number);
  for (std::size_t number = first; number <= last; ++number)
    run_block(number, number == first ? inputs_kept_[segment].view() : output_of(number - 1));
}

/// From dE/dB to dE/d(branch_input * x), which is in passed_.
template <class Real>
BatchView<const Real> BlockNetwork<Real>::return_through_branch(std::size_t number, BatchView<const Real> gradient,
                                                                PassObserver<Real>& observer) {
  Block& block = blocks_[number - 1];
  const Signals& signals = signals_[slot_of(number)];
  const std::vector<Step>& steps = block.spec.steps;
  std::size_t matrices = block.linear.size();
  bool is_last_activation = true;
  for (std::size_t step = steps.size(); step-- > 0;) {
    const BatchView<const Real> before = signals.before_step(step);
    returning_.resize(before.units, before.count);
    if (steps[step] == Step::activation) {
      apply_derivative<Real>(activation_, number, before, gradient, returning_.view());
      if (is_last_activation) observer.preactivation_gradient(number, returning_.view());
      is_last_activation = false;
    } else {
      LinearLayer<Real>& layer = block.linear[matrices - 1];
      observer.weight_gradient(number, {matrices, layer.multiplier(), gradient, before});
      layer.transpose(gradient, returning_.view());
      --matrices;
    }
    std::swap(returning_, passed_);
    gradient = passed_.view();
  }
  return gradient;
}

/// gradient_ holds dE/dx_l on entry and dE/dx_{l-1} on return.
template <class Real>
void BlockNetwork<Real>::return_through_block(std::size_t number, PassObserver<Real>& observer) {
  Block& block = blocks_[number - 1];
  const BlockSpec& spec = block.spec;
  BatchView<const Real> into_branch = gradient_.view();
  if (spec.multipliers.branch != 1.0) {
    branch_gradient_.resize(into_branch.units, into_branch.count);
    copy(into_branch, branch_gradient_.view());
    scale(branch_gradient_.view(), spec.multipliers.branch);
    into_branch = branch_gradient_.view();
  }
  const BatchView<const Real> branch = return_through_branch(number, into_branch, observer);
  if (spec.skip == Skip::none) {
    std::swap(gradient_, passed_);
    return;
  }
  BatchView<const Real> skip = gradient_.view();
  double skip_factor = spec.multipliers.skip;
  next_gradient_.resize(branch.units, branch.count);
  if (spec.skip == Skip::projection) {
    scale(gradient_.view(), spec.multipliers.skip);
    observer.weight_gradient(number, {block.linear.size() + 1, block.projection->multiplier(), gradient_.view(),
                                      signals_[slot_of(number)].input});
    skip_gradient_.resize(branch.units, branch.count);
    block.projection->transpose(gradient_.view(), skip_gradient_.view());
    skip = skip_gradient_.view();
    skip_factor = 1.0;
  }
  weighted_sum<Real>(spec.multipliers.branch_input, branch, skip_factor, skip, next_gradient_.view());
  std::swap(gradient_, next_gradient_);
}

template <class Real>
void BlockNetwork<Real>::backward(BatchView<const Real> cotangent, PassObserver<Real>& observer) {
  if (!for_backward_) throw DomainError("a backward pass through a network that keeps nothing for it");
  if (!ends_with_last_segment_)
    throw DomainError(
        "a backward pass without a forward pass before it (a network of several segments keeps what one "
        "backward pass needs). Run the forward pass again.");
  ends_with_last_segment_ = signals_.size() >= blocks_.size();
  gradient_.resize(cotangent.units, cotangent.count);
  copy(cotangent, gradient_.view());
  observer.signal_gradient(blocks_.size(), gradient_.view());
  for (std::size_t number = blocks_.size(); number > 0; --number) {
    if (number < blocks_.size() && starts_a_segment(number + 1)) run_segment_again(number);
    return_through_block(number, observer);
    observer.signal_gradient(number - 1, gradient_.view());
  }
}

template class BlockNetwork<float>;
template class BlockNetwork<double>;

}  // namespace initlab
