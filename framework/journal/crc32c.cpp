#include "journal/crc32c.hpp"

#include <nmmintrin.h>

#include <cstring>

namespace initlab {

// One chain of SSE 4.2's crc32, 8 bytes in 3 cycles: faster than the page cache hands the bytes out. Three interleaved
// chains were 2.3 times as fast, for a table and thirty lines more.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) {
  std::uint64_t crc = ~before;
  while (bytes.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data(), sizeof word);
    crc = _mm_crc32_u64(crc, word);
    bytes = bytes.subspan(sizeof word);
  }
  auto rest = static_cast<std::uint32_t>(crc);
  for (const std::byte byte : bytes) rest = _mm_crc32_u8(rest, std::to_integer<std::uint8_t>(byte));
  return ~rest;
}

}  // namespace initlab
