#pragma once
#include <array>
#include <cstdint>

namespace initlab {

/// Philox4x32-10: a keyed function from 128-bit counters to 128 random bits (Salmon, Moraes, Dror, Shaw: Parallel
/// random numbers: as easy as 1, 2, 3; SC 2011). For a fixed key it is a bijection, so different counters never give
/// equal blocks.
///
/// This is the reference, one block at a time, also at compile time. `fill_uniform` and `fill_normal` make the same
/// blocks many at a time.
struct Philox4x32 {
  static constexpr int rounds = 10;  // 7 pass BigCrush; 10 is the authors' recommendation, with a margin

  static constexpr std::uint32_t multiplier[2] = {0xD2511F53, 0xCD9E8D57};
  static constexpr std::uint32_t key_step[2] = {0x9E3779B9, 0xBB67AE85};  // golden ratio, sqrt(3) - 1

  static constexpr std::array<std::uint32_t, 4> block(std::array<std::uint32_t, 4> counter,
                                                      std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < rounds; ++round) {
      const std::uint64_t product0 = std::uint64_t{multiplier[0]} * counter[0];
      const std::uint64_t product1 = std::uint64_t{multiplier[1]} * counter[2];
      counter = {high(product1) ^ counter[1] ^ key[0], low(product1),  //
                 high(product0) ^ counter[3] ^ key[1], low(product0)};
      key[0] += key_step[0];
      key[1] += key_step[1];
    }
    return counter;
  }

 private:
  static constexpr std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }
  static constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
};

}  // namespace initlab
