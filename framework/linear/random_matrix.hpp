#pragma once
#include "linear/batch.hpp"
#include "random/stream.hpp"

namespace initlab {

/// A random matrix W (fan_out x fan_in), known by what it does to vectors. A network needs nothing else of it, and an
/// engine is a way to answer these two questions. Not for use by several threads at once: each worker has its own.
template <class Real>
class RandomMatrix {
 public:
  virtual ~RandomMatrix() = default;

  /// From now on, answers belong to the matrix that this stream names; the same stream gives the same matrix again.
  virtual void draw(const Stream&) = 0;
  /// y = W x for every input: x has fan_in units, y fan_out.
  virtual void forward(BatchView<const Real> x, BatchView<Real> y) = 0;
  /// g = W^T d for every input: d has fan_out units, g fan_in.
  virtual void transpose(BatchView<const Real> d, BatchView<Real> g) = 0;
};

}  // namespace initlab
