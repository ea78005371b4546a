#include "network/plain_network.hpp"

#include <algorithm>

#include "linear/draw_vector.hpp"
#include "network/apply_activation.hpp"

namespace initlab {

template <class Real>
PlainNetwork<Real>::PlainNetwork(std::vector<LayerSpec> layers, const Activation& activation,
                                 const MatrixMaker<Real>& make_matrix, Keep keep)
    : layers_(std::move(layers)), activation_(activation), keep_(keep) {
  for (const LayerSpec& spec : layers_) matrices_.push_back(make_matrix(spec));
  bias_streams_.resize(layers_.size());
  preactivations_.resize(keep == Keep::preactivations ? layers_.size() : 1);
}

template <class Real>
void PlainNetwork<Real>::draw(const PointStreams& streams, std::uint32_t trial) {
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    const std::uint32_t layer = layers_[i].layer.index;
    matrices_[i]->draw(streams.weights.at(trial, layer));
    bias_streams_[i] = streams.biases.at(trial, layer);
  }
}

template <class Real>
void PlainNetwork<Real>::add_biases(std::size_t i, BatchView<Real> h) {
  const Law& law = layers_[i].biases;
  if (law.scale == 0) return;
  bias_.resize(h.units);
  draw_vector(law, bias_streams_[i], std::span<Real>(bias_));
  for (std::size_t b = 0; b < h.count; ++b)
    for (std::size_t unit = 0; unit < h.units; ++unit) h.input(b)[unit] += bias_[unit];
}

template <class Real>
void PlainNetwork<Real>::forward(BatchView<const Real> x, PassObserver<Real>& observer) {
  observer.input(x);
  if (keep_ == Keep::preactivations) {
    input_.resize(x.units, x.count);
    std::copy(x.all().begin(), x.all().end(), input_.view().data);
  }
  BatchView<const Real> below = x;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Batch<Real>& store = preactivations_[keep_ == Keep::preactivations ? i : 0];
    store.resize(layers_[i].layer.fan_out, x.count);
    const BatchView<Real> h = store.view();
    matrices_[i]->forward(below, h);
    add_biases(i, h);

    signal_.resize(h.units, h.count);
    apply_activation<Real>(activation_, i + 1, h, signal_.view());
    observer.forward(i + 1, h, signal_.view());
    below = signal_.view();
  }
}

template <class Real>
void PlainNetwork<Real>::backward(BatchView<const Real> cotangent, PassObserver<Real>& observer) {
  gradient_.resize(cotangent.units, cotangent.count);
  std::copy(cotangent.all().begin(), cotangent.all().end(), gradient_.view().data);
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const BatchView<const Real> h = preactivations_[i].view();
    derivative_.resize(h.units, h.count);
    apply_derivative<Real>(activation_, i + 1, h, derivative_.view(), gradient_.view());

    BatchView<const Real> below = input_.view();
    if (i > 0) {  // x_{i} is made again from h_{i}: cheaper than to keep it
      const BatchView<const Real> h_below = preactivations_[i - 1].view();
      signal_.resize(h_below.units, h_below.count);
      apply_activation<Real>(activation_, i, h_below, signal_.view());
      below = signal_.view();
    }
    observer.backward(i + 1, gradient_.view(), below);
    if (i == 0) break;

    gradient_below_.resize(layers_[i].layer.fan_in, cotangent.count);
    matrices_[i]->transpose(gradient_.view(), gradient_below_.view());
    std::swap(gradient_, gradient_below_);
  }
}

template class PlainNetwork<float>;
template class PlainNetwork<double>;

}  // namespace initlab
