#pragma once
#include "measure/inner_products.hpp"
#include "measure/observable.hpp"

namespace initlab {

/// What becomes of the angle between two inputs, averaged over all pairs of inputs (Poole et al. 2016; Yang &
/// Schoenholz 2017). With u_a, u_b the vectors of two inputs in a layer of n units:
///
///     covariance           <u_a, u_b> / n                      gamma or lambda of the papers
///     decorrelation        1 - cos(u_a, u_b) = |u_a/|u_a| - u_b/|u_b||^2 / 2, near c = 1 from the difference
///     angular_expressivity cos(x_a, x_b)                       e
///     metric_expressivity  |x_a - x_b|^2 / (2n)                s, half the mean squared distance
std::vector<Quantity> pair_quantities(std::size_t matrices);

template <class Real>
class PairStatistics final : public PassRecorder<Real> {
 public:
  void input(BatchView<const Real> x) override;
  void forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) override;

 private:
  void add_signal(std::size_t layer, BatchView<const Real> x);

  InnerProducts products_;
};

/// The same of the gradients dE/dx_l that belong to the inputs. Meaningful when all inputs share a cotangent.
std::vector<Quantity> gradient_pair_quantities(std::size_t matrices);

template <class Real>
class GradientPairStatistics final : public PassRecorder<Real> {
 public:
  void signal_gradient(std::size_t block, BatchView<const Real> gradient) override;

 private:
  InnerProducts products_;
};

}  // namespace initlab
