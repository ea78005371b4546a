#pragma once
#include <stdexcept>
#include <utility>
#include <vector>

#include "random/fill.hpp"
#include "unit/linear/test_matrix.hpp"

extern "C" {
void dgeqrf_(const int* m, const int* n, double* a, const int* lda, double* tau, double* work, const int* lwork,
             int* info);
void dorgqr_(const int* m, const int* n, const int* k, double* a, const int* lda, const double* tau, double* work,
             const int* lwork, int* info);
}

namespace initlab::testing {

enum class Signs {
  corrected,    ///< Q diag(sign R_kk): Haar-distributed (Mezzadri 2007)
  as_computed,  ///< what the library returns: not Haar, since its signs follow from the algorithm
};

/// The Q of a QR decomposition of a Gaussian matrix by LAPACK: tall or square; stored by columns.
inline std::vector<double> lapack_haar(const Stream& stream, Shape shape, Signs signs) {
  const int m = static_cast<int>(shape.rows), n = static_cast<int>(shape.columns), work_size = 64 * n;
  std::vector<double> q(std::size_t(shape.rows) * shape.columns), tau(shape.columns), work(64 * shape.columns);
  fill_normal(stream, 0, q);
  int trouble = 0;
  dgeqrf_(&m, &n, q.data(), &m, tau.data(), work.data(), &work_size, &trouble);
  if (trouble != 0) throw std::runtime_error("dgeqrf failed");
  std::vector<double> diagonal;
  for (std::size_t k = 0; k < shape.columns; ++k) diagonal.push_back(q[k * shape.rows + k]);
  dorgqr_(&m, &n, &n, q.data(), &m, tau.data(), work.data(), &work_size, &trouble);
  if (trouble != 0) throw std::runtime_error("dorgqr failed");
  if (signs == Signs::corrected)
    for (std::size_t k = 0; k < shape.columns; ++k)
      for (std::size_t i = 0; i < shape.rows; ++i) q[k * shape.rows + i] *= diagonal[k] < 0 ? -1.0 : 1.0;
  return q;
}

}  // namespace initlab::testing
