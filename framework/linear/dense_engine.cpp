#include "linear/dense_engine.hpp"

#include "core/error.hpp"
#include "linear/constant_matrix.hpp"
#include "linear/filled_matrix.hpp"
#include "linear/haar_matrix.hpp"
#include "linear/independent_matrix.hpp"

namespace initlab {

template <class Real>
std::unique_ptr<RandomMatrix<Real>> DenseEngine<Real>::make(const Law& weights, const Layer& layer) const {
  const double scale = weights.scale * weights.multiplier;
  switch (weights.family) {
    case Law::Family::constant:
      return std::make_unique<ConstantMatrix<Real>>(scale);
    case Law::Family::gaussian:
      return std::make_unique<GaussianMatrix<Real>>(layer.fan_out, layer.fan_in, scale, buffers_);
    case Law::Family::uniform:
      return std::make_unique<UniformMatrix<Real>>(layer.fan_out, layer.fan_in, scale, buffers_);
    case Law::Family::orthogonal:
      return std::make_unique<HaarMatrix<Real>>(layer.fan_out, layer.fan_in, scale);
    case Law::Family::filled:
      return std::make_unique<FilledMatrix<Real>>(layer, initializer_, weights.multiplier, buffers_);
  }
  throw DomainError("a weight law of an unknown family");
}

template class DenseEngine<float>;
template class DenseEngine<double>;

}  // namespace initlab
