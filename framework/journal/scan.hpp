#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal_reader.hpp"
#include "journal/open_file.hpp"

namespace initlab::journal {

/// What JournalReader answers.
struct Content {
  std::string plan;
  std::vector<JournalRecord> records;
  std::vector<JournalAuthor> authors;
  std::vector<JournalDamage> damage;
  std::uint64_t end = 0;
  std::uint64_t torn = 0;
};

/// Reads a whole journal, as far as it went when the call began, and checks every byte of it. Throws ResultError as
/// JournalReader's constructor does.
Content scan(const std::filesystem::path& path, const OpenFile& file);

/// Its plan alone, without what follows it. Throws as scan does.
std::string scan_plan(const std::filesystem::path& path, const OpenFile& file);

}  // namespace initlab::journal
