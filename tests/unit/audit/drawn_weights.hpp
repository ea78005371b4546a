#pragma once
#include <cmath>
#include <functional>
#include <string>

#include "audit/audit.hpp"
#include "random/stream.hpp"

namespace initlab::test {

/// A file in memory.
class MemoryFile : public WeightFile {
 public:
  void add(const std::string& name, std::vector<std::size_t> shape, std::vector<double> numbers) {
    names_.push_back(name);
    arrays_.push_back({NumberArray::Kind::floating, "<f8", std::move(shape), std::move(numbers)});
  }
  const std::vector<std::string>& names() const override { return names_; }
  NumberArray read(std::size_t index) const override { return arrays_[index]; }

 private:
  std::vector<std::string> names_;
  std::vector<NumberArray> arrays_;
};

/// Entries of standard deviation 1, from a stream that tests name by a number.
class Drawn {
 public:
  explicit Drawn(std::uint32_t number) : reader_(StreamFamily(1, "audit tests", 0).at(number)) {}

  std::vector<double> normal(std::size_t n) {
    std::vector<double> out(n);
    reader_.normals(out);
    return out;
  }
  std::vector<double> uniform(std::size_t n) {
    std::vector<double> out(n);
    reader_.uniforms(out);
    for (double& x : out) x = std::sqrt(12.0) * (x - 0.5);
    return out;
  }
  /// Drawn again beyond `bound`, then scaled up to standard deviation 1.
  std::vector<double> truncated(std::size_t n, double bound, double std_left) {
    std::vector<double> out;
    while (out.size() < n)
      for (const double x : normal(n - out.size()))
        if (std::abs(x) < bound) out.push_back(x / std_left);
    return out;
  }

 private:
  StreamReader reader_;
};

inline std::vector<double> times(std::vector<double> numbers, double factor) {
  for (double& x : numbers) x *= factor;
  return numbers;
}

inline WeightMatrix matrix_from(std::size_t rows, std::size_t columns, std::vector<double> entries) {
  return *matrix_of("a.weight", {NumberArray::Kind::floating, "<f8", {rows, columns}, std::move(entries)},
                    Layout::torch);
}

}  // namespace initlab::test
