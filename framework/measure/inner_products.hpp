#pragma once
#include <cstddef>
#include <vector>

#include "linear/inner_products.hpp"

namespace initlab {

/// <u_a, u_b> for all pairs of a batch's inputs. Keeps its memory for the next batch.
class InnerProducts {
 public:
  template <class Real>
  void set(BatchView<const Real> u) {
    count_ = u.count;
    upper_.resize(count_ * count_);
    gram_matrix(u, upper_);
  }

  double operator()(std::size_t a, std::size_t b) const {
    return a < b ? upper_[a * count_ + b] : upper_[b * count_ + a];
  }

 private:
  std::size_t count_ = 0;
  std::vector<double> upper_;
};

}  // namespace initlab
