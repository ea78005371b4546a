#pragma once
#include <cmath>
#include <deque>
#include <initlab/law.hpp>
#include <limits>
#include <memory>
#include <vector>

#include "linear/revealed_engine.hpp"
#include "unit/linear/test_matrix.hpp"

namespace initlab::testing {

/// A matrix of the revealed engine, asked with vectors: input b of a batch begins at b times the units. Questions and
/// answers are kept until the next draw, as random_matrix.hpp asks.
template <class Real>
class RevealedMatrix {
 public:
  using Vectors = std::vector<Real>;

  RevealedMatrix(const Law& law, Shape shape, double bias_deviation = 0.0) : shape_(shape) {
    Layer layer;
    layer.fan_out = shape.rows;
    layer.fan_in = shape.columns;
    matrix_ = RevealedEngine<Real>().make(law, gaussian(bias_deviation), layer).matrix;
  }
  RevealedMatrix& draw(const Stream& stream) {
    matrix_->draw(stream);
    kept_.clear();
    return *this;
  }

  // Answers begin as NaN: a unit that nobody wrote is seen.
  const Vectors& forward(Vectors x) {
    const std::size_t count = x.size() / shape_.columns;
    const Vectors& question = keep(std::move(x));
    Vectors& answer = keep(Vectors(shape_.rows * count, std::numeric_limits<Real>::quiet_NaN()));
    matrix_->forward({question.data(), shape_.columns, count}, {answer.data(), shape_.rows, count});
    return answer;
  }
  const Vectors& transpose(Vectors d) {
    const std::size_t count = d.size() / shape_.rows;
    const Vectors& question = keep(std::move(d));
    Vectors& answer = keep(Vectors(shape_.columns * count, std::numeric_limits<Real>::quiet_NaN()));
    matrix_->transpose({question.data(), shape_.rows, count}, {answer.data(), shape_.columns, count});
    return answer;
  }
  /// The matrix becomes `factor` times what it was, and so do the answers that it gave.
  void rescale(double factor) {
    for (std::size_t i = 1; i < kept_.size(); i += 2)
      for (Real& number : kept_[i]) number *= static_cast<Real>(factor);
    matrix_->rescale(factor);
  }
  void forget() { matrix_->forget(); }

 private:
  Vectors& keep(Vectors v) {
    kept_.push_back(std::move(v));
    return kept_.back();
  }

  Shape shape_;
  std::unique_ptr<RandomMatrix<Real>> matrix_;
  std::deque<Vectors> kept_;  // question, answer, question, ...
};

/// Input b of a batch.
template <class Real>
std::vector<Real> input_of(const std::vector<Real>& batch, std::size_t units, std::size_t b) {
  return {batch.begin() + std::ptrdiff_t(b * units), batch.begin() + std::ptrdiff_t((b + 1) * units)};
}
template <class Real>
double inner_product(const std::vector<Real>& a, const std::vector<Real>& b) {
  long double total = 0;
  for (std::size_t i = 0; i < a.size(); ++i) total += static_cast<long double>(a[i]) * static_cast<long double>(b[i]);
  return double(total);
}
template <class Real>
double length(const std::vector<Real>& a) {
  return std::sqrt(inner_product(a, a));
}
/// p a + q b
template <class Real>
std::vector<Real> combination(double p, const std::vector<Real>& a, double q, const std::vector<Real>& b) {
  std::vector<Real> sum;
  for (std::size_t i = 0; i < a.size(); ++i) sum.push_back(static_cast<Real>(p * double(a[i]) + q * double(b[i])));
  return sum;
}
/// |a - b|
template <class Real>
double distance(const std::vector<Real>& a, const std::vector<Real>& b) {
  return length(combination(1, a, -1, b));
}

}  // namespace initlab::testing
