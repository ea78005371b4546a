#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal_reader.hpp"

namespace initlab {

/// How far one part of a run is: a shard, or all of a run that is not in shards.
struct PartStatus {
  std::optional<std::size_t> shard;  ///< from 1
  std::uint64_t trials = 0, trials_done = 0;
  bool is_running = false;              ///< a process holds the journal's lock
  std::optional<JournalAuthor> author;  ///< the process that wrote last; none if the part has not begun
  double seconds_since_write = 0;
  std::size_t damaged_records = 0;

  /// A shard may have no blocks at all; a run that has no trials is one whose journal holds no plan yet.
  bool is_finished() const { return trials_done == trials && (shard || trials > 0); }
};

struct RunStatus {
  std::filesystem::path file;  ///< the plan, the journal, or the result
  std::vector<PartStatus> parts;
  std::vector<std::string> foreign;  ///< journals that belong to another plan, and why
  bool has_result = false;           ///< it is complete, and as its run stored it

  std::uint64_t trials() const;
  std::uint64_t trials_done() const;
};

/// Reads the plan and the journals in a folder, or a run's journal or result; loads no plugin and takes no lock. `file`
/// may be a folder with a plan, a plan, a result (which may not be there yet) or a journal, also a shard's. Throws
/// UsageError where there is none of them, ResultError where it is damaged.
RunStatus status_of(const std::filesystem::path& file);

}  // namespace initlab
