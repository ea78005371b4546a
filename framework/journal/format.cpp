#include "journal/format.hpp"

#include <algorithm>
#include <cstring>

namespace initlab::journal {

std::vector<std::byte> record_bytes(RecordKind kind, std::uint32_t block, std::uint32_t trials, std::uint32_t salt,
                                    std::span<const std::byte> payload) {
  RecordHead head{kind, block, trials, salt, payload.size(), crc32c(payload), 0};
  head.crc = head_crc(head);
  std::vector<std::byte> bytes(sizeof head + payload.size() + padding(payload.size()));
  std::memcpy(bytes.data(), &head, sizeof head);
  std::ranges::copy(payload, bytes.begin() + sizeof head);
  return bytes;
}

}  // namespace initlab::journal
