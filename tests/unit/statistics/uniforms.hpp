#pragma once
#include <cstdint>
#include <random>

namespace initlab {

/// Uniform numbers in (0, 1) for tests, the same on every machine: the standard specifies the generator, and here what
/// is made of its bits.
class Uniforms {
 public:
  explicit Uniforms(std::uint64_t seed) : bits_(seed) {}
  double next() { return (static_cast<double>(bits_() >> 11) + 0.5) * 0x1p-53; }

 private:
  std::mt19937_64 bits_;
};

}  // namespace initlab
