#include "experiment/journaled_run.hpp"

#include <fmt/format.h>

#include <mutex>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "core/file_error.hpp"
#include "experiment/journal_files.hpp"

namespace initlab {
namespace {

namespace fs = std::filesystem;

/// Appends every part to a journal, and reads those that earlier processes began.
class JournalStore final : public BlockStore {
 public:
  /// `shared` may be null.
  JournalStore(const JournaledBlocks& before, JournalWriter& writer, SharedBlocks* shared, Progress progress,
               const ProgressReport& report)
      : before_(before), writer_(writer), shared_(shared), progress_(progress), report_(report) {}

  std::optional<BlockPart> begun(std::size_t block) override {
    return before_.trials(block) > 0 ? std::optional(before_.read(block)) : std::nullopt;
  }
  void keep(BlockPart& part) override {
    writer_.append(static_cast<std::uint32_t>(part.block), part.trials, part.measurement.bytes());
  }
  void put(BlockPart part) override {
    keep(part);
    const std::uint64_t trials = part.trials - before_.trials(part.block);
    if (shared_) shared_->add_done(trials);
    const std::lock_guard lock(mutex_);
    progress_.trials_done += trials;
    Progress of_all = progress_;
    if (shared_) of_all.trials_done += shared_->done_by_others();
    if (report_) report_(of_all);
  }

 private:
  const JournaledBlocks& before_;
  JournalWriter& writer_;
  SharedBlocks* shared_;
  std::mutex mutex_;
  Progress progress_;
  const ProgressReport& report_;
};

std::string damage_text(const JournalReader& journal) {
  std::string text;
  for (const JournalDamage& damage : journal.damage())
    text += fmt::format("{}: {} bytes at {} are damaged (a failing disk?). {}\n", journal.path().string(), damage.bytes,
                        damage.place,
                        damage.block ? fmt::format("Block {} is run again.", *damage.block + 1)
                                     : "The blocks that stood there are run again.");
  if (!text.empty()) text.pop_back();
  return text;
}

/// A journal whose process was killed before it had written its plan has nothing to add.
void add(JournaledBlocks& blocks, JournalReader journal) {
  if (journal.plan().empty()) return;
  const std::string name = journal.path().string();
  require_same_plan(parse_stored_plan(journal.plan(), name).manifest, blocks.plan().manifest, name);
  blocks.add(std::move(journal));
}

JournalWriter open_writer(const fs::path& path, const std::string& plan, JournaledBlocks& blocks) {
  std::error_code error;
  if (!fs::exists(path, error)) return begin_journal(path, plan);
  auto [writer, reader] = continue_journal(path);
  if (reader.plan().empty()) {  // its process was killed before it had written it: nothing is lost
    fs::remove(path);
    return begin_journal(path, plan);
  }
  add(blocks, std::move(reader));
  return std::move(writer);
}

}  // namespace

JournaledBlocks read_journals(const Plan& plan, const std::vector<fs::path>& journals) {
  JournaledBlocks blocks(plan);
  for (const fs::path& path : journals) add(blocks, JournalReader(path));
  return blocks;
}

JournaledRun::JournaledRun(const Plan& plan, const StoredPlan& stored, fs::path base, std::vector<std::size_t> blocks,
                           const std::function<void(const std::string&)>& warn, const Ranks& ranks)
    : plan_(plan),
      base_(std::move(base)),
      path_(journal_of_rank(base_, ranks.rank())),
      wanted_(std::move(blocks)),
      warn_(warn),
      blocks_(plan),
      writer_(open_writer(path_, to_toml(stored), blocks_)),
      is_first_(ranks.is_first()) {
  for (const std::size_t block : wanted_) trials_wanted_ += plan_.blocks[block].trials;
  for (const fs::path& path : journals_of(base_))
    if (path != path_) add(blocks_, JournalReader(path));
  for (const JournalReader& journal : blocks_.journals())
    if (const std::string text = damage_text(journal); !text.empty()) warn_(text);
}

void JournaledRun::share(Ranks& ranks, unsigned threads) {
  shared_ = ranks.share(blocks_.unfinished(wanted_), threads);
}

bool JournaledRun::run_shared(const BlockRunner& runner, const StopRequest& stop, const ProgressReport& report) {
  const std::uint64_t done = trials_done();
  JournalStore store(blocks_, writer_, shared_.get(), {done, trials_wanted_, done}, report);
  runner.run(*shared_, store, stop);
  writer_.commit();
  const Closing closing = shared_->close(stop.before_next_block() ? Closing::stopped : Closing::finished);
  shared_.reset();
  if (!is_first_) return false;
  blocks_ = read_journals(plan_, journals_of(base_));
  return closing == Closing::finished;
}

void JournaledRun::run(const BlockRunner& runner, const StopRequest& stop, const ProgressReport& report) {
  if (shared_ && !run_shared(runner, stop, report)) return;
  // Once, unless the disk changes what was written: then what was lost is made again.
  constexpr int attempts = 3;
  for (int attempt = 0; attempt < attempts && !is_finished() && !stop.before_next_block(); ++attempt) {
    const std::uint64_t done = trials_done();
    JournalStore store(blocks_, writer_, nullptr, {done, trials_wanted_, done}, report);
    runner.run(blocks_.unfinished(wanted_), store, stop);
    writer_.commit();
    blocks_ = read_journals(plan_, journals_of(base_));
  }
  if (!is_finished() && !stop.before_next_block())
    throw ResultError(
        fmt::format("{} does not keep what is written to it (read back, records were damaged {} times). "
                    "Take another disk.",
                    base_.string(), attempts));
}

void JournaledRun::remove_files() {
  for (const fs::path& path : journals_of(base_))
    if (std::error_code error; !fs::remove(path, error) && error)
      throw ResultError(disk_error_text(path, error.value()));
}

}  // namespace initlab
