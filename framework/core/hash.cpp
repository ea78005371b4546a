#include "core/hash.hpp"

#include <nettle/sha2.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "core/error.hpp"

namespace initlab {
namespace {

using Digest = std::array<std::uint8_t, SHA256_DIGEST_SIZE>;

class Sha256 {
 public:
  Sha256() { sha256_init(&context_); }
  void update(std::string_view bytes) {
    sha256_update(&context_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  }
  Digest digest() {
    Digest digest;
    sha256_digest(&context_, digest.size(), digest.data());
    return digest;
  }

 private:
  sha256_ctx context_;
};

Digest sha256(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.digest();
}

std::string hex(const Digest& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) {
    text.push_back(digits[byte >> 4]);
    text.push_back(digits[byte & 15]);
  }
  return text;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

std::string sha256_hex_of_file(const std::filesystem::path& file) {
  const auto fail = [&] {
    const std::string reason = std::error_code(errno, std::generic_category()).message();
    throw UsageError("cannot read " + file.string() + " (" + reason + "). Check the path and its permissions.");
  };
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) fail();
  Sha256 hash;
  std::array<char, 1 << 16> buffer;
  do {
    in.read(buffer.data(), buffer.size());
    hash.update({buffer.data(), static_cast<std::size_t>(in.gcount())});
  } while (in);
  // A folder opens like a file; only reading it fails.
  if (in.bad() || !in.eof()) fail();
  return hex(hash.digest());
}

std::uint64_t stable_hash64(std::string_view bytes) {
  const Digest digest = sha256(bytes);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8 | digest[i];
  return value;
}

}  // namespace initlab
