#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include "linear/random_matrix.hpp"
#include "linear/tile_kernels.hpp"
#include "random/fill.hpp"

namespace initlab {

/// gain times a Haar-distributed matrix with orthonormal columns (or rows, if there are fewer of them).
///
/// It is the Q of a sign-corrected QR decomposition of a Gaussian matrix, without the matrix and without the
/// decomposition: the Householder vectors of that decomposition are themselves independent Gaussian vectors of lengths
/// m, m-1, ... (Stewart 1980, SIAM J. Numer. Anal. 17, 403; Mezzadri 2007 for the signs). With m >= n the larger and
/// the smaller side,
///
///     Q = H_1 H_2 ... H_n [D; 0]     H_k reflects g_k ~ N(0, 1)^(m-k+1) onto -sign(g_k1) |g_k| e_1     D_kk =
///     -sign(g_k1)
///
/// (H_m, which acts on one number, is left out, and D_mm = sign(g_m1)). g_k begins at group (k - 1) ceil(m /
/// group_size) of the stream. A product takes n m - n^2/2 normals and O(m) memory.
template <class Real>
class HaarMatrix final : public RandomMatrix<Real> {
 public:
  HaarMatrix(std::size_t fan_out, std::size_t fan_in, double gain)
      : tall_(fan_out >= fan_in),
        large_(std::max(fan_out, fan_in)),
        small_(std::min(fan_out, fan_in)),
        initial_gain_(gain),
        gain_(gain),
        vector_(large_) {}

  void draw(const Stream& stream) override {
    stream_ = stream;
    gain_ = initial_gain_;
  }
  void forward(BatchView<const Real> x, BatchView<Real> y) override { tall_ ? apply(x, y) : apply_transposed(x, y); }
  void transpose(BatchView<const Real> d, BatchView<Real> g) override { tall_ ? apply_transposed(d, g) : apply(d, g); }
  void rescale(double factor) override { gain_ *= factor; }

 private:
  struct Reflector {
    Real beta;  // 0: no reflection
    Real sign;  // D_kk
  };

  // Leaves the k-th Householder vector in vector_.
  Reflector make_reflector(std::size_t k) {
    const std::size_t length = large_ - k;
    const std::size_t groups_each = (large_ + group_size<Real> - 1) / group_size<Real>;
    const std::span<Real> g(vector_.data(), length);
    fill_normal(stream_, k * groups_each, g);
    const Real sign = g[0] < Real(0) ? Real(-1) : Real(1);
    if (length == 1) return {Real(0), sign};
    double square = 0;
    for (const Real z : g) square += double(z) * double(z);
    const double norm = std::sqrt(square);
    const double first = std::abs(double(g[0]));
    g[0] = static_cast<Real>(double(g[0]) + double(sign) * norm);
    return {static_cast<Real>(1.0 / (norm * (norm + first))), -sign};
  }

  void reflect_by(const Reflector& h, std::size_t k, BatchView<Real> x) {
    if (h.beta != Real(0)) reflect(vector_.data(), large_ - k, h.beta, x.data + k, x.units, x.count);
  }

  // y = gain Q x, from `small_` to `large_` units
  void apply(BatchView<const Real> x, BatchView<Real> y) {
    for (std::size_t b = 0; b < x.count; ++b) {
      std::copy_n(x.input(b), small_, y.input(b));
      std::fill(y.input(b) + small_, y.input(b) + large_, Real(0));
    }
    for (std::size_t k = small_; k-- > 0;) {
      const Reflector h = make_reflector(k);
      for (std::size_t b = 0; b < y.count; ++b) y.input(b)[k] *= h.sign;
      reflect_by(h, k, y);
    }
    for (Real& number : y.all()) number *= static_cast<Real>(gain_);
  }

  // y = gain Q^T x, from `large_` to `small_` units
  void apply_transposed(BatchView<const Real> x, BatchView<Real> y) {
    work_.resize(large_, x.count);
    const BatchView<Real> work = work_.view();
    std::copy(x.all().begin(), x.all().end(), work.data);
    for (std::size_t k = 0; k < small_; ++k) {
      const Reflector h = make_reflector(k);
      reflect_by(h, k, work);
      for (std::size_t b = 0; b < x.count; ++b) y.input(b)[k] = static_cast<Real>(gain_) * h.sign * work.input(b)[k];
    }
  }

  bool tall_;
  std::size_t large_, small_;
  double initial_gain_, gain_;
  std::vector<Real> vector_;
  Batch<Real> work_;
  Stream stream_;
};

}  // namespace initlab
