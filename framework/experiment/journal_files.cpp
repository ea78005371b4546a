#include "experiment/journal_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "journal/journal_writer.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

/// The number behind the name of a base: 2 of "depth.nc.journal.2".
std::optional<std::uint64_t> number_of(const fs::path& file, const fs::path& base) {
  const std::string name = file.filename().string(), beginning = base.filename().string() + ".";
  if (!name.starts_with(beginning)) return std::nullopt;
  const std::string digits = name.substr(beginning.size());
  if (digits.empty() || digits.size() > 9 ||
      !std::ranges::all_of(digits, [](unsigned char c) { return std::isdigit(c); }))
    return std::nullopt;
  return std::stoull(digits);
}

}  // namespace

fs::path journal_of_result(const fs::path& result) { return result.string() + ".journal"; }

fs::path journal_of_shard(const fs::path& plan, std::size_t shard) {
  return plan.parent_path() / fmt::format("shard-{:04}.journal", shard);
}

std::optional<std::size_t> shard_of_journal(const fs::path& journal) {
  constexpr std::string_view beginning = "shard-";
  const std::string name = journal.stem().string();
  std::size_t shard = 0;
  if (!name.starts_with(beginning)) return std::nullopt;
  const char* const end = name.data() + name.size();
  const auto [rest, error] = std::from_chars(name.data() + beginning.size(), end, shard);
  const bool is_number = error == std::errc() && rest == end;
  return is_number && journal_of_shard(journal, shard) == journal ? std::optional(shard) : std::nullopt;
}

fs::path journal_of_rank(const fs::path& base, unsigned rank) {
  return rank == 0 ? base : fs::path(base.string() + "." + std::to_string(rank));
}

std::vector<fs::path> journals_of(const fs::path& base) {
  std::vector<std::pair<std::uint64_t, fs::path>> found;
  std::error_code error;
  if (fs::is_regular_file(base, error)) found.emplace_back(0, base);
  const fs::path folder = base.has_parent_path() ? base.parent_path() : fs::path(".");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
    if (const auto number = number_of(entry.path(), base))
      found.emplace_back(*number, base.string() + "." + std::to_string(*number));
  std::ranges::sort(found);
  std::vector<fs::path> paths;
  for (auto& [number, path] : found) paths.push_back(std::move(path));
  return paths;
}

void remove_journals(const fs::path& base) { discard_journals(journals_of(base)); }

}  // namespace initlab
