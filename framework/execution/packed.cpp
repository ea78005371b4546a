#include "execution/packed.hpp"

#include <cstring>

namespace initlab {

std::string pack(std::span<const std::uint64_t> numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()};
}

std::vector<std::uint64_t> unpack_numbers(std::string_view bytes) {
  std::vector<std::uint64_t> numbers(bytes.size() / sizeof(std::uint64_t));
  if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(std::uint64_t));
  return numbers;
}

std::string pack(std::span<const std::string> texts) {
  std::string bytes;
  for (const std::string& text : texts) {
    const std::uint64_t length = text.size();
    bytes += pack(std::span(&length, 1)) + text;
  }
  return bytes;
}

std::vector<std::string> unpack_texts(std::string_view bytes) {
  std::vector<std::string> texts;
  while (bytes.size() >= sizeof(std::uint64_t)) {
    const std::uint64_t length = unpack_numbers(bytes.substr(0, sizeof(std::uint64_t))).front();
    texts.emplace_back(bytes.substr(sizeof length, length));
    bytes.remove_prefix(sizeof length + texts.back().size());
  }
  return texts;
}

}  // namespace initlab
