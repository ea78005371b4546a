#include "linear/revealed_engine.hpp"

#include "core/error.hpp"
#include "linear/constant_matrix.hpp"
#include "linear/revealed_gaussian.hpp"
#include "linear/revealed_haar.hpp"

namespace initlab {

std::string reason_not_to_reveal(const Law& weights) {
  switch (weights.family) {
    case Law::Family::constant:
    case Law::Family::gaussian:
    case Law::Family::orthogonal:
      return "";
    case Law::Family::uniform:
      return "uniform weights are not rotationally invariant";
    case Law::Family::truncated_normal:
      return "truncated normal weights are not rotationally invariant";
    case Law::Family::rademacher:
      return "Rademacher weights are not rotationally invariant";
    case Law::Family::student_t:
      return "Student-t weights are not rotationally invariant";
    case Law::Family::filled:
      return "weights that the initializer fills itself have no law to reveal them by";
  }
  return "weights of an unknown family";
}

template <class Real>
LayerMatrix<Real> RevealedEngine<Real>::make(const Law& weights, const Law& biases, const Layer& layer) const {
  const double scale = weights.scale * weights.multiplier;
  switch (weights.family) {
    case Law::Family::constant:
      return {std::make_unique<ConstantMatrix<Real>>(scale)};
    case Law::Family::gaussian: {
      // What scales W x to the inputs at hand leaves the biases alone.
      const bool adds_biases = biases.family == Law::Family::gaussian && scale != 0.0 && !weights.unit_variance;
      return {std::make_unique<RevealedGaussian<Real>>(layer.fan_out, layer.fan_in, scale,
                                                       adds_biases ? biases.scale : 0.0, scratch_),
              adds_biases};
    }
    case Law::Family::orthogonal:
      return {std::make_unique<RevealedHaar<Real>>(layer.fan_out, layer.fan_in, scale, scratch_)};
    default:
      throw DomainError(reason_not_to_reveal(weights));
  }
}

template class RevealedEngine<float>;
template class RevealedEngine<double>;

}  // namespace initlab
