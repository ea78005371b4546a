#include "journal/scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/error.hpp"
#include "journal/author.hpp"
#include "journal/file_window.hpp"
#include "journal/format.hpp"

namespace initlab::journal {
namespace {

bool all_zero(std::span<const std::byte> bytes) {
  return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

class Scan {
 public:
  Scan(const std::filesystem::path& path, const OpenFile& file)
      : path_(path), window_(path, file, size_of(path, file)) {}

  std::string plan() {
    if (has_file_head()) read_plan();
    return std::move(content_.plan);
  }

  Content content() {
    if (has_file_head() && read_plan()) read_records();
    content_.torn = window_.size() - content_.end;
    return std::move(content_);
  }

 private:
  [[noreturn]] void refuse(const std::string& problem) const { throw ResultError(path_.string() + problem); }

  /// False for the torn beginning of a journal.
  bool has_file_head() {
    const std::span<const std::byte> bytes = window_.at(0, sizeof(FileHead));
    const FileHead good = file_head();
    const auto common = std::min(bytes.size(), sizeof good);
    if (common == 0) return false;
    if (std::memcmp(bytes.data(), &good, common) == 0) return common == sizeof good;
    if (is_zero_from(0)) return false;

    FileHead head;
    std::memcpy(&head, bytes.data(), common);
    if (common < sizeof head || head.magic != good.magic)
      refuse(" is not a journal of initlab (it does not begin like one). Is it the right file?");
    if (head.crc != head_crc(head))
      refuse(": the journal's head is damaged (its checksum does not fit). Take a copy, or discard it with --force.");
    refuse(fmt::format(" has journal format {} (this initlab reads format {}). Take the initlab that wrote it.",
                       head.version, good.version));
  }

  /// False when there is none, and nothing that depends on one.
  bool read_plan() {
    const std::uint64_t place = sizeof(FileHead);
    const std::optional<RecordHead> head = good_head(place);
    if (head && head->kind == RecordKind::plan && head->length > 0 && has_good_payload(place, *head)) {
      salt_ = head->salt;
      content_.plan = text_of(place, *head);
      content_.end = end_of(place, *head);
      return true;
    }
    // The plan is on the disk before the first block is written: where no block stands, nothing is lost.
    for (std::uint64_t later = next_head(place); later < window_.size(); later = next_head(later)) {
      const RecordHead other = *good_head(later);
      if (other.kind == RecordKind::block && has_good_payload(later, other))
        refuse(
            ": the journal's plan is damaged (its checksum does not fit), without which its blocks mean nothing. "
            "Take a copy, or discard it with --force.");
    }
    return false;
  }

  void read_records() {
    std::vector<JournalDamage> bad;  // that no good record follows so far
    std::uint64_t place = content_.end;
    while (place < window_.size()) {
      const std::optional<RecordHead> head = good_head(place);
      if (head && has_good_payload(place, *head) && keep(place, *head)) {
        content_.damage.insert(content_.damage.end(), bad.begin(), bad.end());
        bad.clear();
        content_.end = place = end_of(place, *head);
        continue;
      }
      const std::uint64_t next = next_head(place);
      const bool is_block = head && head->kind == RecordKind::block;
      bad.push_back({place, next - place, is_block ? std::optional(head->block) : std::nullopt});
      place = next;
    }
  }

  /// False for what no writer writes.
  bool keep(std::uint64_t place, const RecordHead& head) {
    if (head.kind == RecordKind::block) {
      content_.records.push_back({head.block, head.trials, place + sizeof head, head.length});
      return true;
    }
    const std::optional<JournalAuthor> author = parse_author(text_of(place, head));
    if (head.kind != RecordKind::author || !author) return false;
    content_.authors.push_back(*author);
    return true;
  }

  /// The head at that place, if all of it is right but for the kind of record, which the place decides.
  std::optional<RecordHead> good_head(std::uint64_t place) {
    const std::span<const std::byte> bytes = window_.at(place, sizeof(RecordHead));
    if (bytes.size() < sizeof(RecordHead)) return std::nullopt;
    RecordHead head;
    std::memcpy(&head, bytes.data(), sizeof head);
    const bool is_plan = head.kind == RecordKind::plan;
    if (!is_plan && head.kind != RecordKind::author && head.kind != RecordKind::block) return std::nullopt;
    if (is_plan && head.salt != head.payload_crc) return std::nullopt;
    if (salt_ && head.salt != *salt_) return std::nullopt;
    return head.crc == head_crc(head) ? std::optional(head) : std::nullopt;
  }

  /// The place of the first good head behind `place`, or the file's end.
  std::uint64_t next_head(std::uint64_t place) {
    for (place += alignment; place < window_.size(); place += alignment)
      if (good_head(place)) return place;
    return window_.size();
  }

  bool has_good_payload(std::uint64_t place, const RecordHead& head) {
    const std::uint64_t room = window_.size() - place - sizeof head;
    if (head.length > room || padding(head.length) > room - head.length) return false;
    std::uint32_t crc = 0;
    for_each_piece(place + sizeof head, head.length, [&](auto piece) { crc = crc32c(piece, crc); });
    const std::uint64_t payload_end = place + sizeof head + head.length;
    const std::span<const std::byte> zeros = window_.at(payload_end, padding(head.length));
    return crc == head.payload_crc && zeros.size() >= padding(head.length) &&
           all_zero(zeros.first(padding(head.length)));
  }

  std::string text_of(std::uint64_t place, const RecordHead& head) {
    std::string text;
    for_each_piece(place + sizeof head, head.length,
                   [&](auto piece) { text.append(reinterpret_cast<const char*>(piece.data()), piece.size()); });
    return text;
  }

  static std::uint64_t end_of(std::uint64_t place, const RecordHead& head) {
    return place + sizeof head + head.length + padding(head.length);
  }

  bool is_zero_from(std::uint64_t place) {
    bool zero = true;
    for_each_piece(place, window_.size() - place, [&](auto piece) { zero = zero && all_zero(piece); });
    return zero;
  }

  /// In order, until the bytes end or the file does (which another process may have cut).
  template <class F>
  void for_each_piece(std::uint64_t place, std::uint64_t bytes, F use) {
    while (bytes > 0) {
      std::span<const std::byte> piece = window_.at(place, 1);
      if (piece.empty()) return;
      if (piece.size() > bytes) piece = piece.first(static_cast<std::size_t>(bytes));
      use(piece);
      place += piece.size();
      bytes -= piece.size();
    }
  }

  const std::filesystem::path& path_;
  FileWindow window_;
  std::optional<std::uint32_t> salt_;  ///< not known before the plan is read
  Content content_;
};

}  // namespace

Content scan(const std::filesystem::path& path, const OpenFile& file) { return Scan(path, file).content(); }

std::string scan_plan(const std::filesystem::path& path, const OpenFile& file) { return Scan(path, file).plan(); }

}  // namespace initlab::journal
