#pragma once
#include <initlab/law.hpp>
#include <initlab/layer.hpp>
#include <string>

#include "linear/random_matrix.hpp"
#include "linear/revealed_scratch.hpp"

namespace initlab {

/// Why matrices of this law cannot be revealed without an approximation: "uniform weights are not rotationally
/// invariant"; empty where they can be (Gaussian, orthogonal, constant).
std::string reason_not_to_reveal(const Law& weights);

/// The revealed engine: answers are drawn from their exact joint law, without the matrix. Gaussian biases of Gaussian
/// weights come with it.
template <class Real>
class RevealedEngine {
 public:
  /// For laws without a reason_not_to_reveal(). Matrices of one engine share memory: they are for one thread.
  LayerMatrix<Real> make(const Law& weights, const Law& biases, const Layer& layer) const;

 private:
  std::shared_ptr<RevealedScratch<Real>> scratch_ = std::make_shared<RevealedScratch<Real>>();
};

extern template class RevealedEngine<float>;
extern template class RevealedEngine<double>;

}  // namespace initlab
