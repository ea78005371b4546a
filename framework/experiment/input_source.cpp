#include "experiment/input_source.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "experiment/number_file.hpp"

namespace initlab {
namespace {

double dot(const double* a, const double* b, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

void scale(double* a, std::size_t n, double factor) {
  for (std::size_t i = 0; i < n; ++i) a[i] *= factor;
}

/// Turns independent vectors z_b into x_b = alpha z_b + beta sum_j z_j, the symmetric root of the matrix with 1 on the
/// diagonal and `correlation` elsewhere. At correlation 1 all x_b are equal to the bit.
void correlate(BatchView<double> x, double correlation) {
  const double count = static_cast<double>(x.count);
  const double alpha = std::sqrt(1.0 - correlation);
  const double beta = (std::sqrt(std::max(0.0, 1.0 + (count - 1.0) * correlation)) - alpha) / count;
  for (std::size_t i = 0; i < x.units; ++i) {
    double sum = 0;
    for (std::size_t b = 0; b < x.count; ++b) sum += x.input(b)[i];
    for (std::size_t b = 0; b < x.count; ++b) x.input(b)[i] = alpha * x.input(b)[i] + beta * sum;
  }
}

void draw_normals(const Stream& stream, BatchView<double> x) { StreamReader(stream).normals(x.all()); }

class GaussianInputs final : public InputSource {
 public:
  GaussianInputs(std::size_t units, double correlation) : units_(units), correlation_(correlation) {}
  std::size_t units() const override { return units_; }
  void draw(const Stream& stream, BatchView<double> x) const override {
    draw_normals(stream, x);
    if (x.count > 1 && correlation_ != 0) correlate(x, correlation_);
  }

 private:
  std::size_t units_;
  double correlation_;
};

class SphereInputs final : public InputSource {
 public:
  SphereInputs(std::size_t units, std::optional<double> correlation) : units_(units), correlation_(correlation) {}
  std::size_t units() const override { return units_; }
  void draw(const Stream& stream, BatchView<double> x) const override {
    draw_normals(stream, x);
    if (correlation_ && x.count > 1) {
      make_orthonormal(x);
      correlate(x, *correlation_);
    }
    // The mixture has length one up to rounding; this makes it the square root of the width to the last digit.
    for (std::size_t b = 0; b < x.count; ++b)
      scale(x.input(b), x.units, std::sqrt(static_cast<double>(x.units) / dot(x.input(b), x.input(b), x.units)));
  }

 private:
  // Gram and Schmidt, each projection twice: once would leave rounding of the size of the lost length.
  static void make_orthonormal(BatchView<double> x) {
    for (std::size_t b = 0; b < x.count; ++b) {
      double* v = x.input(b);
      for (int pass = 0; pass < 2; ++pass)
        for (std::size_t a = 0; a < b; ++a) {
          const double along = dot(x.input(a), v, x.units);
          for (std::size_t i = 0; i < x.units; ++i) v[i] -= along * x.input(a)[i];
        }
      scale(v, x.units, 1.0 / std::sqrt(dot(v, v, x.units)));
    }
  }

  std::size_t units_;
  std::optional<double> correlation_;
};

class ConstantInputs final : public InputSource {
 public:
  ConstantInputs(std::size_t units, double value) : units_(units), value_(value) {}
  std::size_t units() const override { return units_; }
  void draw(const Stream&, BatchView<double> x) const override { std::ranges::fill(x.all(), value_); }

 private:
  std::size_t units_;
  double value_;
};

class FileInputs final : public InputSource {
 public:
  FileInputs(NumberRows rows, bool normalize) : rows_(std::move(rows)) {
    if (!normalize) return;
    for (std::size_t r = 0; r < rows_.rows(); ++r) {
      double* row = rows_.numbers.data() + r * rows_.row_length;
      const double square = dot(row, row, rows_.row_length);
      if (square > 0) scale(row, rows_.row_length, std::sqrt(static_cast<double>(rows_.row_length) / square));
    }
  }
  std::size_t units() const override { return rows_.row_length; }
  void draw(const Stream&, BatchView<double> x) const override { std::ranges::copy(rows_.numbers, x.data); }

 private:
  NumberRows rows_;
};

}  // namespace

std::unique_ptr<InputSource> make_input_source(const InputSettings& settings, const NetworkSettings& network) {
  using Distribution = InputSettings::Distribution;
  const std::size_t width = network.input_width.value_or(network.widths.front());
  switch (settings.distribution) {
    case Distribution::gaussian:
      return std::make_unique<GaussianInputs>(width, settings.correlation.value_or(0.0));
    case Distribution::sphere:
      if (settings.correlation && settings.count > width)
        throw UsageError("input.count = " + std::to_string(settings.count) +
                         " inputs of exact correlation do not fit into " + std::to_string(width) +
                         " dimensions (leave input.correlation out, or take the gaussian)");
      return std::make_unique<SphereInputs>(width, settings.correlation);
    case Distribution::constant:
      return std::make_unique<ConstantInputs>(width, settings.value);
    case Distribution::file: {
      NumberRows rows = read_number_rows(settings.path, settings.first_row, settings.count);
      if (network.input_width && *network.input_width != rows.row_length)
        throw UsageError(settings.path.string() + ": its rows have " + std::to_string(rows.row_length) +
                         " numbers, but network.input_width = " + std::to_string(*network.input_width));
      return std::make_unique<FileInputs>(std::move(rows), settings.normalize);
    }
  }
  throw DomainError("an input distribution of an unknown kind");
}

}  // namespace initlab
