#pragma once
#include <cmath>
#include <cstdint>
#include <vector>

#include "linear/random_matrix.hpp"
#include "random/fill.hpp"

namespace initlab::testing {

/// What is wrong with a revealed Gaussian matrix.
enum class Fault {
  none,
  forgets_the_projection,    ///< what comes back keeps fresh normals along the inputs, beside what is known there
  forgets_the_answers,       ///< what comes back knows nothing of what went forth
  transposes_the_root,       ///< inputs are mixed by R^T where R belongs
  draws_the_bias_each_time,  ///< every input has a bias of its own
};

/// A Gaussian matrix revealed as mathematics.md, section 4, writes it, with orthonormal vectors and loops: one batch
/// forward, then one back. A third implementation, and the place for faults that the tests of the law have to see.
template <class Real>
class TextbookMatrix final : public RandomMatrix<Real> {
 public:
  TextbookMatrix(std::size_t fan_out, std::size_t fan_in, double scale, double bias_scale, Fault fault)
      : fan_out_(fan_out), fan_in_(fan_in), scale_(scale), bias_scale_(bias_scale), fault_(fault) {}

  void draw(const Stream& stream) override {
    stream_ = stream;
    next_group_ = 0;
    inputs_.clear();
    images_.clear();
  }

  void forward(BatchView<const Real> x, BatchView<Real> y) override {
    // X = I R, W I = images
    std::vector<std::vector<double>> r;
    for (std::size_t b = 0; b < x.count; ++b) {
      Vector rest(x.input(b), x.input(b) + fan_in_);
      r.push_back(orthogonalise(rest, inputs_));
      const double length = std::sqrt(product(rest, rest));
      if (length < 1e-12) continue;
      r.back().push_back(length);
      inputs_.push_back(times(1.0 / length, rest));
      images_.push_back(times(scale_, normals(fan_out_)));
    }
    Vector bias = times(bias_scale_, normals(fan_out_));
    for (std::size_t b = 0; b < x.count; ++b) {
      if (fault_ == Fault::draws_the_bias_each_time) bias = times(bias_scale_, normals(fan_out_));
      Vector sum = bias;
      for (std::size_t j = 0; j < images_.size(); ++j) {
        const std::vector<double>& column = fault_ == Fault::transposes_the_root ? r[j] : r[b];
        const std::size_t row = fault_ == Fault::transposes_the_root ? b : j;
        if (row < column.size()) add(column[row], images_[j], sum);
      }
      for (std::size_t i = 0; i < fan_out_; ++i) y.input(b)[i] = static_cast<Real>(sum[i]);
    }
  }

  void transpose(BatchView<const Real> d, BatchView<Real> g) override {
    std::vector<Vector> outputs, back;  // orthonormal O, W^T O
    for (std::size_t b = 0; b < d.count; ++b) {
      Vector rest(d.input(b), d.input(b) + fan_out_);
      std::vector<double> r = orthogonalise(rest, outputs);
      const double length = std::sqrt(product(rest, rest));
      if (length >= 1e-12) {
        r.push_back(length);
        outputs.push_back(times(1.0 / length, rest));
        Vector z = times(scale_, normals(fan_in_));
        if (fault_ == Fault::none || fault_ == Fault::transposes_the_root || fault_ == Fault::draws_the_bias_each_time)
          orthogonalise(z, inputs_);
        if (fault_ != Fault::forgets_the_answers)
          for (std::size_t j = 0; j < inputs_.size(); ++j) add(product(images_[j], outputs.back()), inputs_[j], z);
        back.push_back(z);
      }
      Vector sum(fan_in_, 0.0);
      for (std::size_t k = 0; k < r.size(); ++k) add(r[k], back[k], sum);
      for (std::size_t i = 0; i < fan_in_; ++i) g.input(b)[i] = static_cast<Real>(sum[i]);
    }
  }

  void rescale(double) override {}

 private:
  using Vector = std::vector<double>;

  static double product(const Vector& a, const Vector& b) {
    double total = 0;
    for (std::size_t i = 0; i < a.size(); ++i) total += a[i] * b[i];
    return total;
  }
  static Vector times(double factor, Vector v) {
    for (double& number : v) number *= factor;
    return v;
  }
  static void add(double factor, const Vector& from, Vector& to) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * from[i];
  }
  /// Takes the part along `basis` out of v, twice, and returns its coordinates.
  static std::vector<double> orthogonalise(Vector& v, const std::vector<Vector>& basis) {
    std::vector<double> coordinates(basis.size(), 0.0);
    for (int round = 0; round < 2; ++round)
      for (std::size_t j = 0; j < basis.size(); ++j) {
        const double along = product(basis[j], v);
        coordinates[j] += along;
        add(-along, basis[j], v);
      }
    return coordinates;
  }
  Vector normals(std::size_t size) {
    Vector z(size);
    fill_normal(stream_, next_group_, z);
    next_group_ += size / group_size<double> + 1;
    return z;
  }

  std::size_t fan_out_, fan_in_;
  double scale_, bias_scale_;
  Fault fault_;
  Stream stream_;
  std::uint64_t next_group_ = 0;
  std::vector<Vector> inputs_, images_;  // orthonormal I, and W I
};

}  // namespace initlab::testing
