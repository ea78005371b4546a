#include "network/linear_layer.hpp"

#include <cmath>
#include <utility>

#include "linear/batch_arithmetic.hpp"
#include "linear/draw_vector.hpp"

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
LinearLayer<Real>::LinearLayer(LayerSpec spec, LayerMatrix<Real> matrix)
    : spec_(std::move(spec)),
      matrix_(std::move(matrix.matrix)),
      adds_biases_(!matrix.adds_biases && spec_.biases.scale != 0.0) {}

template <class Real>
void LinearLayer<Real>::draw(const PointStreams& streams, std::uint32_t trial) {
  matrix_->draw(streams.weights.at(trial, spec_.stream));
  bias_stream_ = streams.biases.at(trial, spec_.stream);
}

template <class Real>
void LinearLayer<Real>::forward(BatchView<const Real> x, BatchView<Real> answer, BatchView<Real> y,
                                std::vector<Real>& scratch) {
  matrix_->forward(x, answer);
  if (spec_.weights.unit_variance) scale_to_unit_variance(answer);
  if (!adds_biases_) return;
  scratch.resize(y.units);
  draw_vector(spec_.biases, bias_stream_, std::span<Real>(scratch));
  for (std::size_t b = 0; b < y.count; ++b)
    for (std::size_t unit = 0; unit < y.units; ++unit) y.input(b)[unit] = answer.input(b)[unit] + scratch[unit];
}

template <class Real>
void LinearLayer<Real>::scale_to_unit_variance(BatchView<Real> y) {
  const double spread = standard_deviation<Real>(y);
  if (!(spread > 0)) return;
  const double factor = std::abs(multiplier()) / spread;
  scale(y, factor);
  matrix_->rescale(factor);
}

template class LinearLayer<float>;
template class LinearLayer<double>;

}  // namespace initlab
