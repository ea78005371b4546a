#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "journal/journal_reader.hpp"

namespace initlab {

/// Appends records to a journal that no other process writes to: it holds the file's lock, which is free again as soon
/// as the process has ended, however it ends. Any thread may call the functions of one writer.
///
/// A record is on the disk after the next commit(), which append() calls itself every half a second: what is lost when
/// a machine loses its power was written since then; a process that is killed loses no record that append() returned
/// from.
class JournalWriter {
 public:
  JournalWriter(JournalWriter&&) noexcept;
  JournalWriter& operator=(JournalWriter&&) noexcept;
  /// Closes the file, without a commit: whoever has to know whether the records are safe calls commit().
  ~JournalWriter();

  /// Throws ResultError when the disk is full, or fails; the journal then ends in its last good record, and whatever is
  /// called later throws the same. A journal without a plan takes no record.
  void append(std::uint32_t block, std::uint32_t trials, std::span<const std::byte> bytes);
  /// Returns when all that was appended is on the disk. Throws ResultError.
  void commit();

 private:
  friend JournalWriter begin_journal(const std::filesystem::path&, std::string_view);
  friend std::pair<JournalWriter, JournalReader> continue_journal(const std::filesystem::path&);
  struct State;
  explicit JournalWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A new journal. When it returns, the file, its name and the plan are on the disk. Throws ResultError when there is a
/// file of that name, or it cannot be written; then none is left behind. DomainError for an empty plan.
JournalWriter begin_journal(const std::filesystem::path& path, std::string_view plan);

/// Takes the lock of an existing journal, reads it, cuts off what is torn, and goes on behind its last good record;
/// damage within is left where it is. Throws ResultError as the reader does, and when another process holds the lock,
/// with its host and number (after a second of trying: the lock of a killed process takes a moment to be free).
std::pair<JournalWriter, JournalReader> continue_journal(const std::filesystem::path& path);

/// Removes journals, whatever has become of what is in them. Throws ResultError, and removes none, when a process is
/// writing to one, or one is no journal at all.
void discard_journals(std::span<const std::filesystem::path> paths);

/// Throws ResultError, with its host and number, if a process holds the journal's lock now.
void refuse_if_written(const std::filesystem::path& path);

/// Whether a process holds the journal's lock now.
bool is_being_written(const std::filesystem::path& path);

}  // namespace initlab
