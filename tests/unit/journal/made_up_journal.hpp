#pragma once
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "journal/format.hpp"
#include "journal/journal_writer.hpp"
#include "unit/results/scratch_folder.hpp"

namespace initlab::test {

using Bytes = std::vector<std::byte>;

/// Bytes that differ from block to block and from place to place.
inline Bytes payload_of(std::uint32_t block, std::size_t size) {
  Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i)
    bytes[i] = static_cast<std::byte>((i * 0x9e3779b97f4a7c15u + block * 0x85ebca6bu) >> 24);
  return bytes;
}

/// A block's record with its bytes, as read from a journal.
struct KeptBlock {
  std::uint32_t block = 0;
  std::uint32_t trials = 0;
  Bytes bytes;
  bool operator==(const KeptBlock&) const = default;
};

inline std::vector<KeptBlock> blocks_in(const JournalReader& journal) {
  std::vector<KeptBlock> blocks;
  for (const JournalRecord& record : journal.records()) {
    Bytes bytes(record.bytes);
    journal.read(record, bytes);
    blocks.push_back({record.block, record.trials, std::move(bytes)});
  }
  return blocks;
}

inline std::vector<KeptBlock> blocks_in(const std::filesystem::path& path) { return blocks_in(JournalReader(path)); }

inline void append(JournalWriter& writer, const KeptBlock& block) {
  writer.append(block.block, block.trials, block.bytes);
}

/// Of payloads with every length of padding, none among them.
inline std::vector<KeptBlock> some_blocks() {
  return {{0, 4, payload_of(0, 16)},
          {1, 2, payload_of(1, 13)},
          {2, 4, {}},
          {1, 4, payload_of(1, 21)},
          {3, 4, payload_of(3, 8)}};
}

inline std::size_t record_size(const KeptBlock& block) {
  return journal::record_bytes(journal::RecordKind::block, 0, 0, 0, block.bytes).size();
}

/// A journal's bytes: the plan, one author and these blocks.
inline std::string journal_of(const std::vector<KeptBlock>& blocks, std::string_view plan = "seed = 1\n") {
  const ScratchFolder folder;
  JournalWriter writer = begin_journal(folder / "journal", plan);
  for (const KeptBlock& block : blocks) append(writer, block);
  return content_of(folder / "journal");
}

inline void write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// The text of the ResultError; "" when there was none.
template <class F>
std::string error_of(F action) {
  try {
    action();
  } catch (const ResultError& error) {
    return error.what();
  }
  return "";
}

}  // namespace initlab::test
