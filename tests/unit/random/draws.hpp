#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "random/fill.hpp"
#include "random/stream.hpp"

namespace initlab::testing {

/// The first `count` normals of a stream.
template <class Real>
std::vector<Real> normals(const Stream& stream, std::size_t count) {
  std::vector<Real> out(count);
  fill_normal(stream, 0, out);
  return out;
}

/// The first `count` uniforms of a stream.
template <class Real>
std::vector<Real> uniforms(const Stream& stream, std::size_t count) {
  std::vector<Real> out(count);
  fill_uniform(stream, 0, out);
  return out;
}

/// Philox with a number of rounds of one's choice, written from the paper; ten rounds are the real thing.
inline std::array<std::uint32_t, 4> naive_philox(int rounds, std::array<std::uint32_t, 4> c,
                                                 std::array<std::uint32_t, 2> k) {
  for (int i = 0; i < rounds; ++i) {
    const std::uint64_t p = std::uint64_t{0xD2511F53} * c[0];
    const std::uint64_t q = std::uint64_t{0xCD9E8D57} * c[2];
    c = {static_cast<std::uint32_t>(q >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(q),
         static_cast<std::uint32_t>(p >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(p)};
    k = {k[0] + 0x9E3779B9u, k[1] + 0xBB67AE85u};
  }
  return c;
}

}  // namespace initlab::testing
