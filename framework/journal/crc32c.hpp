#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace initlab {

/// CRC-32C (Castagnoli's polynomial 0x1EDC6F41, as in iSCSI: RFC 3720, 12.1) of the bytes. With `before`, the CRC of
/// earlier bytes, that of both together: crc32c(b, crc32c(a)) is the CRC of a followed by b.
std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

}  // namespace initlab
