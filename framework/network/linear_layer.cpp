#include "network/linear_layer.hpp"

#include <cmath>

#include "linear/draw_vector.hpp"
#include "network/batch_arithmetic.hpp"

namespace initlab {
namespace {

template <class Real>
double standard_deviation(BatchView<const Real> y) {
  const double count = static_cast<double>(y.all().size());
  double sum = 0, squares = 0;
  for (const Real number : y.all()) sum += double(number);
  for (const Real number : y.all()) squares += (double(number) - sum / count) * (double(number) - sum / count);
  return std::sqrt(squares / count);
}

}  // namespace

template <class Real>
void LinearLayer<Real>::draw(const PointStreams& streams, std::uint32_t trial) {
  matrix_->draw(streams.weights.at(trial, spec_.stream));
  bias_stream_ = streams.biases.at(trial, spec_.stream);
}

template <class Real>
void LinearLayer<Real>::forward(BatchView<const Real> x, BatchView<Real> y) {
  matrix_->forward(x, y);
  if (spec_.weights.unit_variance) {
    const double spread = standard_deviation<Real>(y);
    adjustment_ = spread > 0 ? 1.0 / spread : 1.0;
  }
  scale(y, spec_.weights.multiplier * adjustment_);
  add_biases(y);
}

template <class Real>
void LinearLayer<Real>::transpose(BatchView<const Real> d, BatchView<Real> g) {
  matrix_->transpose(d, g);
  scale(g, spec_.weights.multiplier * adjustment_);
}

template <class Real>
void LinearLayer<Real>::add_biases(BatchView<Real> y) {
  if (spec_.biases.scale == 0) return;
  bias_.resize(y.units);
  draw_vector(spec_.biases, bias_stream_, std::span<Real>(bias_));
  for (std::size_t b = 0; b < y.count; ++b)
    for (std::size_t unit = 0; unit < y.units; ++unit) y.input(b)[unit] += bias_[unit];
}

template class LinearLayer<float>;
template class LinearLayer<double>;

}  // namespace initlab
