#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "journal/crc32c.hpp"

/// How a journal lies on the disk. All numbers are little-endian, all checksums CRC-32C.
///
///     file head   24 bytes: "initlab journal\n", format version, checksum of these 20 bytes
///     record...   each begins at a multiple of 8: a head of 32 bytes, the payload, zeros up to a multiple of 8
///
/// The first record is the plan. Every record carries the plan's checksum as its salt, so that what lies on the disk of
/// another plan's journal is no record of this one. A reader that lost its way goes on at the next place, of those that
/// are multiples of 8, where a head with this salt and a good checksum stands.
namespace initlab::journal {

static_assert(std::endian::native == std::endian::little, "heads are written as they lie in memory");

struct FileHead {
  std::array<char, 16> magic = {'i', 'n', 'i', 't', 'l', 'a', 'b', ' ', 'j', 'o', 'u', 'r', 'n', 'a', 'l', '\n'};
  std::uint32_t version = 1;  ///< place, size and meaning of this head's members are the same in every version
  std::uint32_t crc = 0;      ///< of the members before it
};
static_assert(sizeof(FileHead) == 24);

enum class RecordKind : std::uint32_t {
  plan = 0x6e616c70,    ///< "plan": its text; block and trials are 0
  author = 0x68747561,  ///< "auth": a process that began to write here (author.hpp); block and trials are 0
  block = 0x6b6f6c62,   ///< "blok": what the first `trials` trials of `block` left
};

struct RecordHead {
  RecordKind kind;
  std::uint32_t block;
  std::uint32_t trials;
  std::uint32_t salt;    ///< checksum of the plan's text
  std::uint64_t length;  ///< of the payload, in bytes
  std::uint32_t payload_crc;
  std::uint32_t crc;  ///< of the members before it
};
static_assert(sizeof(RecordHead) == 32);

constexpr std::uint64_t alignment = 8;

/// Zeros behind a payload of that length.
constexpr std::uint64_t padding(std::uint64_t length) { return -length % alignment; }

/// What the head's member `crc` must be.
template <class Head>
std::uint32_t head_crc(const Head& head) {
  return crc32c(std::as_bytes(std::span(&head, 1)).first(offsetof(Head, crc)));
}

/// The head of a file written by this version.
inline FileHead file_head() {
  FileHead head;
  head.crc = head_crc(head);
  return head;
}

/// A whole record: head, payload and padding.
std::vector<std::byte> record_bytes(RecordKind kind, std::uint32_t block, std::uint32_t trials, std::uint32_t salt,
                                    std::span<const std::byte> payload);

}  // namespace initlab::journal
