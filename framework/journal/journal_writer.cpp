#include "journal/journal_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/file_error.hpp"
#include "journal/author.hpp"
#include "journal/format.hpp"
#include "journal/lock.hpp"

namespace initlab {

using journal::OpenFile;
using journal::RecordKind;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds commit_interval{500};

template <class F>
int errno_of(F call) {
  int result;
  do result = call();
  while (result != 0 && errno == EINTR);
  return result == 0 ? 0 : errno;
}

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

[[noreturn]] void refuse_locked(const fs::path& path) {
  std::string author = "another process";
  try {
    const JournalReader journal(path);
    if (!journal.authors().empty()) {
      const JournalAuthor& latest = journal.authors().back();
      author = fmt::format("process {} on host {} since {}", latest.process, latest.host, latest.since);
    }
  } catch (const ResultError&) {  // it is locked in any case, whatever is wrong with it
  }
  throw ResultError(fmt::format("{} is being written by {}. Wait for it or stop it.", path.string(), author));
}

/// True for one whose head, plan or records are damaged, too.
bool begins_like_a_journal(const fs::path& path, const OpenFile& file) {
  const auto magic = journal::file_head().magic;
  std::array<char, std::tuple_size_v<decltype(magic)>> begin{};
  journal::read_at(path, file, 0, std::as_writable_bytes(std::span(begin)));
  return begin == magic;
}

/// The lock of a journal that shall be removed.
OpenFile lock_to_discard(const fs::path& path) {
  OpenFile file = journal::open_existing(path, O_RDWR);
  if (!journal::take_lock(path, file)) refuse_locked(path);
  if (!begins_like_a_journal(path, file)) JournalReader refuses_what_is_none(path);
  return file;
}

}  // namespace

/// Records go to the file under the mutex, one behind the other. They are synced outside of it by one thread at a time,
/// while the others go on appending: the next sync is for all of them.
struct JournalWriter::State {
  State(const fs::path& name, OpenFile opened) : path(name), file(std::move(opened)) {}

  void append(std::span<const std::byte> record) {
    std::unique_lock lock(mutex);
    refuse_after_failure();
    if (const int error = journal::write_at(file, end, record); error != 0) fail(error);
    end += record.size();
    if (!is_syncing && std::chrono::steady_clock::now() - last_sync >= commit_interval) sync(lock);
  }

  void commit() {
    std::unique_lock lock(mutex);
    const std::uint64_t appended = end;
    refuse_after_failure();
    while (safe < appended) {
      if (is_syncing)
        sync_ended.wait(lock);
      else
        sync(lock);
      refuse_after_failure();
    }
  }

  void append_author() {
    append(record(RecordKind::author, 0, 0, bytes_of(journal::author_text(journal::this_process()))));
  }

  std::vector<std::byte> record(RecordKind kind, std::uint32_t block, std::uint32_t trials,
                                std::span<const std::byte> payload) const {
    if (!salt)
      throw ResultError(
          fmt::format("{} holds no plan (the run that made it was ended at once, so that nothing is lost). "
                      "Remove it and begin anew.",
                      path.string()));
    return journal::record_bytes(kind, block, trials, *salt, payload);
  }

  void sync(std::unique_lock<std::mutex>& lock) {
    is_syncing = true;
    const std::uint64_t written = end;
    lock.unlock();
    const int error = errno_of([this] { return fdatasync(file.number()); });
    lock.lock();
    is_syncing = false;
    last_sync = std::chrono::steady_clock::now();
    if (error == 0) safe = written;
    sync_ended.notify_all();
    if (error != 0) fail(error);
  }

  [[noreturn]] void fail(int error) {
    if (failure.empty()) {
      failure = disk_error_text(path, error);
      if (safe > 0) failure += " The blocks that were finished before are kept.";  // else it is not begun yet
    }
    // Whether or not this can be done, a reader finds the last good record.
    cut();
    errno_of([this] { return fdatasync(file.number()); });
    throw ResultError(failure);
  }

  /// Off what lies behind the last good record. Returns 0 or the errno.
  int cut() {
    return errno_of([this] { return ftruncate(file.number(), static_cast<off_t>(end)); });
  }

  void refuse_after_failure() const {
    if (!failure.empty()) throw ResultError(failure);
  }

  const fs::path path;
  const OpenFile file;
  std::optional<std::uint32_t> salt;  ///< none: a journal without a plan
  std::mutex mutex;                   ///< for all that follows
  std::uint64_t end = 0;              ///< of the last record
  std::uint64_t safe = 0;             ///< what lies before this place is on the disk
  bool is_syncing = false;
  std::condition_variable sync_ended;
  std::chrono::steady_clock::time_point last_sync = std::chrono::steady_clock::now();
  std::string failure;  ///< the text of the first one
};

JournalWriter::JournalWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
JournalWriter::JournalWriter(JournalWriter&&) noexcept = default;
JournalWriter& JournalWriter::operator=(JournalWriter&&) noexcept = default;
JournalWriter::~JournalWriter() = default;

void JournalWriter::append(std::uint32_t block, std::uint32_t trials, std::span<const std::byte> bytes) {
  state_->append(state_->record(RecordKind::block, block, trials, bytes));
}

void JournalWriter::commit() { state_->commit(); }

JournalWriter begin_journal(const fs::path& path, std::string_view plan) {
  if (plan.empty()) throw DomainError("a journal's plan must not be empty");
  OpenFile file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.number() < 0 && errno == EEXIST)
    throw ResultError(
        fmt::format("{} exists already (an interrupted run keeps its finished blocks there). Go on with it "
                    "by --resume, or discard it with --force.",
                    path.string()));
  if (file.number() < 0) throw ResultError(disk_error_text(path, errno));
  if (!take_lock(path, file)) refuse_locked(path);

  auto state = std::make_unique<JournalWriter::State>(path, std::move(file));
  try {
    const journal::FileHead head = journal::file_head();
    state->salt = crc32c(bytes_of(plan));
    state->append(std::as_bytes(std::span(&head, 1)));
    state->append(state->record(RecordKind::plan, 0, 0, bytes_of(plan)));
    state->append_author();
    state->commit();
    sync_name(path);
  } catch (const ResultError&) {
    unlink(path.c_str());  // nothing is in it yet, and it would be in the way of the next try
    throw;
  }
  return JournalWriter(std::move(state));
}

std::pair<JournalWriter, JournalReader> continue_journal(const fs::path& path) {
  while (true) {
    OpenFile file = journal::open_existing(path, O_RDWR);
    if (!take_lock(path, file)) refuse_locked(path);
    JournalReader reader(path);
    // Whoever held the lock before may have removed the file, and another begun a new one.
    if (!leads_to(path, file)) {
      if (std::error_code error; fs::exists(path, error)) continue;
      throw ResultError(fmt::format(
          "{} was removed by another process, whose run has just ended. Run the same command again.", path.string()));
    }

    auto state = std::make_unique<JournalWriter::State>(path, std::move(file));
    if (!reader.plan().empty()) {
      state->salt = crc32c(bytes_of(reader.plan()));
      state->end = reader.end();
      if (const int error = reader.torn() > 0 ? state->cut() : 0; error != 0)
        throw ResultError(disk_error_text(path, error));
      state->append_author();
      state->commit();
      sync_name(path);
    }
    return {JournalWriter(std::move(state)), std::move(reader)};
  }
}

void discard_journals(std::span<const fs::path> paths) {
  std::vector<OpenFile> locks;  // of all before the first is removed
  for (const fs::path& path : paths) locks.push_back(lock_to_discard(path));
  for (const fs::path& path : paths)
    if (std::error_code error; !fs::remove(path, error) && error)
      throw ResultError(disk_error_text(path, error.value()));
}

void refuse_if_written(const fs::path& path) {
  if (is_being_written(path)) refuse_locked(path);
}

bool is_being_written(const fs::path& path) {
  std::error_code error;
  if (fs::status(path, error).type() == fs::file_type::not_found) return false;
  return is_locked(path, journal::open_existing(path, O_RDONLY));
}

}  // namespace initlab
