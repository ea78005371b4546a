#pragma once
#include "measure/inner_products.hpp"
#include "measure/observable.hpp"

namespace initlab {

/// `gradient.*`: what arrives at each layer when dE/dx_L is a standard normal vector for every input. A block with
/// several weight matrices has gradient.weight and .bias for the first, gradient.weight_2 and .bias_2 for the second,
/// ...
///
/// The gradient of W is the sum over inputs of the outer products of dE/d(W x) and x; its squared Frobenius norm is
/// sum_{a,b} <g_a, g_b> <x_a, x_b>, so the matrix is never formed.
std::vector<Quantity> gradient_quantities(std::size_t matrices);

template <class Real>
class GradientStatistics final : public PassRecorder<Real> {
 public:
  void signal_gradient(std::size_t block, BatchView<const Real> gradient) override;
  void preactivation_gradient(std::size_t block, BatchView<const Real> gradient) override;
  void weight_gradient(std::size_t block, const WeightGradient<Real>& gradient) override;

 private:
  InnerProducts at_output_, input_;
  const Real* at_preactivation_ = nullptr;  ///< whose products are in at_output_, until the next gradient comes
};

}  // namespace initlab
