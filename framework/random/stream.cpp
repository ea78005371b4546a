#include "random/stream.hpp"

#include <string>

#include "core/hash.hpp"

namespace initlab {
namespace {

void append_little_endian(std::string& bytes, std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(value >> shift & 0xFF));
}

}  // namespace

StreamFamily::StreamFamily(std::uint64_t seed, std::string_view purpose, std::uint64_t point) {
  // Numbers of fixed length first, the text last: no two different triples make the same bytes.
  std::string name = "initlab/stream/1:";
  append_little_endian(name, seed);
  append_little_endian(name, point);
  name.append(purpose);
  const std::uint64_t hash = stable_hash64(name);
  key_ = {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(hash >> 32)};
}

}  // namespace initlab
