#pragma once
#include <algorithm>

#include "linear/random_matrix.hpp"

namespace initlab {

/// Every entry the same: each unit receives value * (sum of the inputs), summed in double.
template <class Real>
class ConstantMatrix final : public RandomMatrix<Real> {
 public:
  explicit ConstantMatrix(double value) : initial_value_(value), value_(value) {}

  void draw(const Stream&) override { value_ = initial_value_; }
  void forward(BatchView<const Real> x, BatchView<Real> y) override { spread_sum(x, y); }
  void transpose(BatchView<const Real> d, BatchView<Real> g) override { spread_sum(d, g); }
  void rescale(double factor) override { value_ *= factor; }

 private:
  void spread_sum(BatchView<const Real> from, BatchView<Real> to) const {
    for (std::size_t b = 0; b < from.count; ++b) {
      double sum = 0;
      for (std::size_t i = 0; i < from.units; ++i) sum += from.input(b)[i];
      std::fill_n(to.input(b), to.units, static_cast<Real>(value_ * sum));
    }
  }

  double initial_value_, value_;
};

}  // namespace initlab
