// Prints one hash over the bits that every elementary function gives in float, double and their Duals. The test sdk.bits
// compiles this file with several compilers and flags and compares the lines.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initlab/math.hpp>
#include <vector>

namespace {

using initlab::Dual;
namespace math = initlab::math;

std::uint64_t digest = 0xcbf29ce484222325u;  // FNV-1a, 64 bits

template <class Bits, class T>
void mix(T x) {
  // Which NaN an operation gives depends on the order of its operands, which a compiler may choose.
  const Bits bits = x == x ? std::bit_cast<Bits>(x) : ~Bits(0);
  digest = (digest ^ bits) * 0x100000001b3u;
}

template <class T>
struct Batch {
  std::vector<T> z, value, derivative;
};

template <class T, class Bits>
Batch<T> batch() {
  Batch<T> b;
  std::uint64_t state = 1;
  for (int i = 0; i < 4000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;  // Knuth's MMIX generator
    const std::uint64_t random = state ^ (state >> 29);
    // One half over all bit patterns, NaN, infinities and subnormals included; one half between -16 and 16.
    b.z.push_back(i % 2 ? std::bit_cast<T>(static_cast<Bits>(random))
                        : static_cast<T>(static_cast<double>(static_cast<std::int64_t>(random)) * 0x1p-59));
  }
  b.value.resize(b.z.size());
  b.derivative.resize(b.z.size());
  return b;
}

template <class T, class Bits, class F>
void add(Batch<T>& b, F f) {
  for (std::size_t i = 0; i < b.z.size(); ++i) b.value[i] = f(b.z[i]);
  for (std::size_t i = 0; i < b.z.size(); ++i) b.derivative[i] = f(Dual<T>{b.z[i], T(1)}).derivative;
  for (const T y : b.value) mix<Bits>(y);
  for (const T y : b.derivative) mix<Bits>(y);
}

template <class T, class Bits>
void add_every_function() {
  Batch<T> b = batch<T, Bits>();
  add<T, Bits>(b, [](auto z) { return math::exp(z); });
  add<T, Bits>(b, [](auto z) { return math::expm1(z); });
  add<T, Bits>(b, [](auto z) { return math::log(z); });
  add<T, Bits>(b, [](auto z) { return math::log1p(z); });
  add<T, Bits>(b, [](auto z) { return math::tanh(z); });
  add<T, Bits>(b, [](auto z) { return math::sigmoid(z); });
  add<T, Bits>(b, [](auto z) { return math::erf(z); });
  add<T, Bits>(b, [](auto z) { return math::erfc(z); });
  add<T, Bits>(b, [](auto z) { return math::normal_cdf(z); });
  add<T, Bits>(b, [](auto z) { return math::normal_pdf(z); });
  add<T, Bits>(b, [](auto z) { return math::sin(z); });
  add<T, Bits>(b, [](auto z) { return math::cos(z); });
  add<T, Bits>(b, [](auto z) { return math::atan(z); });
  add<T, Bits>(b, [](auto z) { return math::sqrt(z); });
  add<T, Bits>(b, [](auto z) { return math::abs(z); });
  add<T, Bits>(b, [](auto z) { return math::pow(z, 3); });
  // An activation with every kind of operation that an author writes.
  add<T, Bits>(b, [](auto z) {
    using U = decltype(z);
    return z > U(0) ? z * math::tanh(math::log1p(math::exp(-z)) + z) : U(0.1) * z / (U(1) + z * z) - 2 * z;
  });
}

}  // namespace

int main() {
  add_every_function<float, std::uint32_t>();
  add_every_function<double, std::uint64_t>();
  std::printf("%016llx\n", static_cast<unsigned long long>(digest));
}
