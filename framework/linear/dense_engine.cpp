#include "linear/dense_engine.hpp"

#include "core/error.hpp"
#include "linear/constant_matrix.hpp"
#include "linear/filled_matrix.hpp"
#include "linear/haar_matrix.hpp"
#include "linear/independent_entries.hpp"
#include "linear/independent_matrix.hpp"

namespace initlab {

template <class Real>
std::unique_ptr<RandomMatrix<Real>> DenseEngine<Real>::make(const Law& weights, const Layer& layer) const {
  const double scale = weights.scale * weights.multiplier;
  switch (weights.family) {
    case Law::Family::constant:
      return std::make_unique<ConstantMatrix<Real>>(scale);
    case Law::Family::gaussian:
      return independent(GaussianEntry{}, layer, scale);
    case Law::Family::uniform:
      return independent(UniformEntry{}, layer, scale);
    case Law::Family::truncated_normal:
      return independent(TruncatedNormalEntry{}, layer, scale);
    case Law::Family::rademacher:
      return independent(RademacherEntry{}, layer, scale);
    case Law::Family::student_t:
      return independent(StudentEntry{weights.shape}, layer, scale);
    case Law::Family::orthogonal:
      return std::make_unique<HaarMatrix<Real>>(layer.fan_out, layer.fan_in, scale);
    case Law::Family::filled:
      return std::make_unique<FilledMatrix<Real>>(layer, initializer_, weights.multiplier, buffers_);
  }
  throw DomainError("a weight law of an unknown family");
}

template <class Real>
template <class Entry>
std::unique_ptr<RandomMatrix<Real>> DenseEngine<Real>::independent(Entry entry, const Layer& layer,
                                                                   double scale) const {
  return std::make_unique<IndependentMatrix<Real, Entry>>(entry, layer.fan_out, layer.fan_in, scale, buffers_);
}

template class DenseEngine<float>;
template class DenseEngine<double>;

}  // namespace initlab
