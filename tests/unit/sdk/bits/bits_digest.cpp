// Prints one hash over the bits that every elementary function gives in float, double and their Duals. The test
// sdk.bits compiles this file with several compilers and flags and compares the lines.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <initlab/math.hpp>

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

// Arrays of known length: half the compile time of vectors, whose loops get versions for overlap and for every
// remainder.
constexpr std::size_t count = 4096;
template <class T>
T arguments[count];
template <class T>
T results[count];

template <class T, class Bits>
void choose_arguments() {
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;  // Knuth's MMIX generator
    const std::uint64_t random = state ^ (state >> 29);
    // One half over all bit patterns, NaN, infinities and subnormals included; one half between -16 and 16.
    arguments<T>[i] = i % 2 ? std::bit_cast<T>(static_cast<Bits>(random))
                            : static_cast<T>(static_cast<double>(static_cast<std::int64_t>(random)) * 0x1p-59);
  }
}

// Flattened: a function too long for the compilers' inlining limits would be called, and its loop not be vectorised.
template <class T, class Bits, class F>
[[gnu::flatten]] void add(F f) {
  for (std::size_t i = 0; i < count; ++i) results<T>[i] = f(arguments<T>[i]);
  for (const T y : results<T>) mix<Bits>(y);
  for (std::size_t i = 0; i < count; ++i) results<T>[i] = f(Dual<T>{arguments<T>[i], T(1)}).derivative;
  for (const T y : results<T>) mix<Bits>(y);
}

template <class T, class Bits>
void add_every_function() {
  choose_arguments<T, Bits>();
  add<T, Bits>([](auto z) { return math::exp(z); });
  add<T, Bits>([](auto z) { return math::expm1(z); });
  add<T, Bits>([](auto z) { return math::log(z); });
  add<T, Bits>([](auto z) { return math::log1p(z); });
  add<T, Bits>([](auto z) { return math::tanh(z); });
  add<T, Bits>([](auto z) { return math::sigmoid(z); });
  add<T, Bits>([](auto z) { return math::erf(z); });
  add<T, Bits>([](auto z) { return math::erfc(z); });
  add<T, Bits>([](auto z) { return math::normal_cdf(z); });
  add<T, Bits>([](auto z) { return math::normal_pdf(z); });
  add<T, Bits>([](auto z) { return math::sin(z); });
  add<T, Bits>([](auto z) { return math::cos(z); });
  add<T, Bits>([](auto z) { return math::atan(z); });
  add<T, Bits>([](auto z) { return math::sqrt(z); });
  add<T, Bits>([](auto z) { return math::abs(z); });
  add<T, Bits>([](auto z) { return math::pow(z, 3); });
  // An activation with every kind of operation that an author writes.
  add<T, Bits>([](auto z) {
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
