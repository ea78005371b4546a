#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace initlab {

/// What the first `trials` trials of a block left, as bytes in a journal. A later record of the same block replaces an
/// earlier one that has fewer trials.
struct JournalRecord {
  std::uint32_t block = 0;
  std::uint32_t trials = 0;
  std::uint64_t place = 0;  ///< of its bytes, in the file
  std::uint64_t bytes = 0;
};

/// A process that wrote to a journal.
struct JournalAuthor {
  std::string host;
  std::uint64_t process = 0;
  std::string since;  ///< UTC, ISO 8601
};

/// Bytes amid good records whose checksum does not fit: a disk, or a hand, changed them.
struct JournalDamage {
  std::uint64_t place = 0, bytes = 0;
  std::optional<std::uint32_t> block;  ///< if the record's head is good
};

/// A journal as it stands on the disk, every byte of it checked: an append-only file of checksummed records (CRC32C),
/// the first of which is the plan. Needs no lock: records are only appended, so that a journal which is being written
/// can be read as far as it goes.
class JournalReader {
 public:
  /// Throws ResultError when the file cannot be read, is not a journal, is one of a newer format (named), or has a
  /// damaged plan. An empty or torn beginning (a process killed while it made the file) is a journal without a plan.
  explicit JournalReader(const std::filesystem::path& path);
  JournalReader(JournalReader&&) noexcept;
  JournalReader& operator=(JournalReader&&) noexcept;
  ~JournalReader();

  const std::filesystem::path& path() const;
  const std::string& plan() const;                 ///< as it was handed to begin_journal; empty if torn
  std::span<const JournalRecord> records() const;  ///< in the order in which they were written
  std::span<const JournalAuthor> authors() const;  ///< the last is the latest
  std::span<const JournalDamage> damage() const;   ///< bad bytes that good records follow
  std::uint64_t end() const;                       ///< where the next record belongs
  std::uint64_t torn() const;  ///< bytes behind that: an unfinished record, or what a power cut left

  /// The record's bytes; `into` has their number. Throws ResultError when they have changed since the journal was
  /// opened. Any thread may call it.
  void read(const JournalRecord& record, std::span<std::byte> into) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A journal's plan, read without the records behind it; empty if torn. Throws as JournalReader's constructor does.
std::string journal_plan(const std::filesystem::path& path);

}  // namespace initlab
