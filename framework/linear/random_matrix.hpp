#pragma once
#include <memory>

#include "linear/batch.hpp"
#include "random/stream.hpp"

namespace initlab {

/// A random matrix W (fan_out x fan_in), known by what it does to vectors. A network needs nothing else of it, and an
/// engine is a way to answer these two questions. Not for use by several threads at once: each worker has its own.
///
/// Vectors and answers have to stay as they are until the last question before the next draw(): an engine may look at
/// them again (scaling an answer is told with rescale).
template <class Real>
class RandomMatrix {
 public:
  virtual ~RandomMatrix() = default;

  /// From now on, answers belong to the matrix that this stream names; the same stream and the same questions in the
  /// same order give the same answers again.
  virtual void draw(const Stream&) = 0;
  /// y = W x for every input: x has fan_in units, y fan_out.
  virtual void forward(BatchView<const Real> x, BatchView<Real> y) = 0;
  /// g = W^T d for every input: d has fan_out units, g fan_in.
  virtual void transpose(BatchView<const Real> d, BatchView<Real> g) = 0;
  /// There will be no question before the next draw(): gives back what was remembered of earlier ones.
  virtual void forget() {}
  /// Until the next draw(), the matrix is `factor` times what it was, and all its answers have been scaled by it.
  virtual void rescale(double factor) = 0;
};

/// A matrix as an engine makes it for a layer.
template <class Real>
struct LayerMatrix {
  LayerMatrix(std::unique_ptr<RandomMatrix<Real>> made, bool with_biases = false)
      : matrix(std::move(made)), adds_biases(with_biases) {}

  std::unique_ptr<RandomMatrix<Real>> matrix;
  bool adds_biases;  ///< its forward() adds the layer's biases already
};

}  // namespace initlab
