#pragma once
#include <initlab/abi.h>

#include <span>

namespace initlab {

/// The host's random numbers for one fill: the only ones a plugin may use, the same on every run and every thread.
class HostStream {
 public:
  explicit HostStream(const initlab_stream* host) : host_(host) {}
  /// In the open interval (0, 1).
  void uniforms(std::span<double> out) { host_->uniforms(host_->self, out.data(), out.size()); }
  double uniform() { return one(host_->uniforms); }
  /// Standard normal.
  void normals(std::span<double> out) { host_->normals(host_->self, out.data(), out.size()); }
  double normal() { return one(host_->normals); }

 private:
  double one(void (*draw)(void*, double*, std::size_t)) {
    double number = 0;
    draw(host_->self, &number, 1);
    return number;
  }
  const initlab_stream* host_;
};

/// A weight matrix to be filled, row-major: entry (i, j) is the weight from input j to unit i.
class Entries {
 public:
  Entries(double* data, std::size_t rows, std::size_t columns) : data_(data), rows_(rows), columns_(columns) {}
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  double& operator()(std::size_t i, std::size_t j) { return data_[i * columns_ + j]; }
  std::span<double> all() { return {data_, rows_ * columns_}; }

 private:
  double* data_;
  std::size_t rows_, columns_;
};

}  // namespace initlab
