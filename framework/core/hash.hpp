#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace initlab {

/// SHA-256 (FIPS 180-4) of the bytes: 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// SHA-256 of a file's content. Throws UsageError if the file cannot be read.
std::string sha256_hex_of_file(const std::filesystem::path& file);

/// The first 64 bits of SHA-256, the first byte most significant: the number that the first 16 digits of sha256_hex
/// write. The same on every machine and in every version; results depend on it.
std::uint64_t stable_hash64(std::string_view bytes);

}  // namespace initlab
