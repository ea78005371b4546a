#include "journal/journal_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cstring>

#include "core/error.hpp"
#include "journal/format.hpp"
#include "journal/scan.hpp"

namespace initlab {

struct JournalReader::State {
  explicit State(const std::filesystem::path& name)
      : path(name), file(journal::open_existing(path, O_RDONLY)), content(journal::scan(path, file)) {}

  std::filesystem::path path;
  journal::OpenFile file;
  journal::Content content;
};

JournalReader::JournalReader(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
JournalReader::JournalReader(JournalReader&&) noexcept = default;
JournalReader& JournalReader::operator=(JournalReader&&) noexcept = default;
JournalReader::~JournalReader() = default;

const std::filesystem::path& JournalReader::path() const { return state_->path; }
const std::string& JournalReader::plan() const { return state_->content.plan; }
std::span<const JournalRecord> JournalReader::records() const { return state_->content.records; }
std::span<const JournalAuthor> JournalReader::authors() const { return state_->content.authors; }
std::span<const JournalDamage> JournalReader::damage() const { return state_->content.damage; }
std::uint64_t JournalReader::end() const { return state_->content.end; }
std::uint64_t JournalReader::torn() const { return state_->content.torn; }

void JournalReader::read(const JournalRecord& record, std::span<std::byte> into) const {
  if (into.size() != record.bytes)
    throw DomainError(fmt::format("a journal record of {} bytes was to be read into {}", record.bytes, into.size()));
  using journal::RecordHead;
  std::array<std::byte, sizeof(RecordHead)> head_bytes{};
  journal::read_at(state_->path, state_->file, record.place - sizeof(RecordHead), head_bytes);
  RecordHead head;
  std::memcpy(&head, head_bytes.data(), sizeof head);
  const bool is_same = head.crc == journal::head_crc(head) && head.kind == journal::RecordKind::block &&
                       head.block == record.block && head.trials == record.trials && head.length == record.bytes &&
                       journal::read_at(state_->path, state_->file, record.place, into) == into.size() &&
                       crc32c(into) == head.payload_crc;
  if (!is_same)
    throw ResultError(
        fmt::format("{} has changed since it was opened (block {} is no longer what it was). Does another process, or "
                    "a failing disk, change it? Read it again.",
                    state_->path.string(), record.block));
}

std::string journal_plan(const std::filesystem::path& path) {
  return journal::scan_plan(path, journal::open_existing(path, O_RDONLY));
}

}  // namespace initlab
