#pragma once
#include <cstring>
#include <initlab/law.hpp>
#include <limits>
#include <memory>
#include <ostream>
#include <vector>

#include "linear/dense_engine.hpp"
#include "random/fill.hpp"
#include "unit/linear/law_initializer.hpp"

namespace initlab::testing {

struct Shape {
  std::uint32_t rows, columns;
  friend std::ostream& operator<<(std::ostream& out, Shape s) { return out << s.rows << " x " << s.columns; }
};

/// One or less than a panel, whole panels, whole tiles, one more than a tile, several tiles with an incomplete last
/// one.
inline constexpr Shape shapes[] = {{1, 1}, {1, 7}, {7, 1}, {16, 16}, {17, 3}, {64, 64}, {65, 130}, {200, 33}};
inline constexpr std::size_t batches[] = {1, 2, 3, 4, 7, 100};

/// A random matrix of the dense engine, asked with vectors: input b of a batch begins at b times the units.
template <class Real>
class TestMatrix {
 public:
  TestMatrix(const Law& law, Shape shape, const Initializer& initializer = nothing_to_fill()) : shape_(shape) {
    Layer layer;
    layer.fan_out = shape.rows;
    layer.fan_in = shape.columns;
    matrix_ = DenseEngine<Real>(initializer).make(law, layer);
  }
  TestMatrix& draw(const Stream& stream) {
    matrix_->draw(stream);
    return *this;
  }

  // Answers begin as NaN: a unit that nobody wrote is seen.
  std::vector<Real> forward(const std::vector<Real>& x) {
    const std::size_t count = x.size() / shape_.columns;
    std::vector<Real> y(shape_.rows * count, std::numeric_limits<Real>::quiet_NaN());
    matrix_->forward({x.data(), shape_.columns, count}, {y.data(), shape_.rows, count});
    return y;
  }
  std::vector<Real> transpose(const std::vector<Real>& d) {
    const std::size_t count = d.size() / shape_.rows;
    std::vector<Real> g(shape_.columns * count, std::numeric_limits<Real>::quiet_NaN());
    matrix_->transpose({d.data(), shape_.rows, count}, {g.data(), shape_.columns, count});
    return g;
  }

  /// What the unit vectors become: entry (i, j) is number j * rows + i.
  std::vector<Real> columns() { return forward(unit_vectors(shape_.columns)); }
  /// The same through the transpose: entry (i, j) is number i * columns + j.
  std::vector<Real> rows() { return transpose(unit_vectors(shape_.rows)); }

 private:
  static const Initializer& nothing_to_fill() {
    static const LawInitializer initializer([](const Layer&) { return constant(0.0); });
    return initializer;
  }
  static std::vector<Real> unit_vectors(std::size_t units) {
    std::vector<Real> vectors(units * units, Real(0));
    for (std::size_t i = 0; i < units; ++i) vectors[i * units + i] = Real(1);
    return vectors;
  }

  Shape shape_;
  std::unique_ptr<RandomMatrix<Real>> matrix_;
};

template <class Real>
std::vector<Real> normal_vectors(const Stream& stream, std::size_t size) {
  std::vector<Real> x(size);
  fill_normal(stream, 0, x);
  return x;
}

/// Equal also in the sign of a zero.
template <class Real>
bool same_bits(const std::vector<Real>& a, const std::vector<Real>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Real)) == 0;
}

/// Relative error of one rounding.
template <class Real>
inline constexpr double unit_roundoff = std::numeric_limits<Real>::epsilon() / 2;

}  // namespace initlab::testing
