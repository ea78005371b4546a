#pragma once
#include "measure/observable.hpp"

namespace initlab {

/// `preactivation.*` and `activation.*`: moments over the units of a layer and over the inputs, in one network. Layer
/// 0, the input, has `activation.*` only.
std::vector<Quantity> forward_quantities(std::size_t matrices);

template <class Real>
class ForwardStatistics final : public PassRecorder<Real> {
 public:
  void input(BatchView<const Real> x) override;
  void forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) override;

 private:
  void add(std::size_t layer, std::size_t first, std::size_t count, BatchView<const Real> numbers);
};

}  // namespace initlab
