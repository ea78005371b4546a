#include "experiment/journaled_run.hpp"

#include <gmock/gmock.h>

#include "journal/journal_writer.hpp"
#include "unit/experiment/made_journals.hpp"

namespace initlab::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Interrupted : testing::Test, JournaledExperiment {
  void write(const std::string& bytes) { std::ofstream(base, std::ios::binary | std::ios::trunc) << bytes; }
  /// Goes on with what is there; the result has the bits of a run that nothing happened to.
  void expect_goes_on() {
    JournaledRun run = open();
    run_all(run);
    EXPECT_TRUE(run.is_finished());
    EXPECT_TRUE(identical(run.blocks().merge(), expected()));
  }
};

TEST_F(Interrupted, run_makes_what_a_run_in_memory_makes_and_then_leaves_nothing) {
  JournaledRun run = open();
  EXPECT_EQ(run.trials_done(), 0u);
  EXPECT_EQ(run.trials_wanted(), 30u);
  run_all(run);
  EXPECT_EQ(run.trials_done(), 30u);
  EXPECT_TRUE(identical(run.blocks().merge(), expected()));
  run.remove_files();
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST_F(Interrupted, run_makes_only_what_is_missing) {
  make({2, 3, 8});
  const std::string before = content_of(base);
  expect_goes_on();
  EXPECT_TRUE(content_of(base).starts_with(before));
  std::vector<std::uint32_t> made;
  const JournalReader reader(base);
  for (const JournalRecord& record : reader.records()) made.push_back(record.block);
  EXPECT_EQ(made, (std::vector<std::uint32_t>{2, 3, 8, 0, 1, 4, 5, 6, 7}));
}

TEST_F(Interrupted, stop_keeps_what_was_finished) {
  StopRequest stop;
  std::uint64_t told = 0;
  {
    JournaledRun run = open();
    run.run(BlockRunner(plan, *backend), stop, [&](const Progress& now) {
      told = now.trials_done;
      if (now.trials_done >= 14) stop.after_blocks();
    });
    EXPECT_FALSE(run.is_finished());
    EXPECT_EQ(run.trials_done(), told);
  }
  EXPECT_EQ(open().trials_done(), told);
  expect_goes_on();
}

// The last three records are the last point's, of 4, 4 and 2 trials.
TEST_F(Interrupted, journal_that_was_cut_at_any_byte_of_its_last_three_records_goes_on) {
  make(all_blocks(plan));
  const std::string whole = content_of(base);
  const JournalReader reader(base);
  const std::size_t first = reader.records()[6].place - 32, second = reader.records()[7].place - 32,
                    third = reader.records()[8].place - 32;
  ASSERT_EQ(reader.end(), whole.size());
  for (std::size_t cut = whole.size() - 1; cut >= first; --cut) {
    fs::resize_file(base, cut);
    JournaledBlocks blocks(plan);
    blocks.add(JournalReader(base));
    const std::uint64_t kept = 20 + (cut >= second ? 4 : 0) + (cut >= third ? 4 : 0);
    ASSERT_EQ(blocks.trials_of(all_blocks(plan)), kept) << cut;
  }
  constexpr std::size_t stride = 997;
  for (std::size_t cut = first; cut < whole.size(); cut += stride) {
    write(whole.substr(0, cut));
    expect_goes_on();
  }
  EXPECT_TRUE(warnings.empty());
}

TEST_F(Interrupted, journal_with_a_flipped_bit_warns_and_goes_on) {
  make(all_blocks(plan));
  const std::string whole = content_of(base);
  const JournalRecord record = JournalReader(base).records()[4];
  std::string damaged = whole;
  damaged[record.place + 100] ^= 4;
  write(damaged);
  expect_goes_on();
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], HasSubstr("depth.nc.journal: "));
  EXPECT_THAT(warnings[0], HasSubstr("are damaged (a failing disk?). Block 5 is run again."));
}

TEST_F(Interrupted, journal_without_a_plan_is_begun_anew) {
  for (const std::size_t length : {0, 10, 24, 60}) {
    make({0});
    write(content_of(base).substr(0, length));
    expect_goes_on();
    fs::remove(base);
  }
}

TEST_F(Interrupted, journal_of_another_plan_is_refused_by_name) {
  make({0});
  const Plan other = plan_of_small_blocks("trials = 10\nseed = 4\n");
  const auto warn = [](const std::string&) {};
  const std::string sentence = sentence_of(
      [&] { JournaledRun(other, stored_plan_of(other, "depth.toml", {}), base, all_blocks(other), warn, alone); },
      ExitCode::usage);
  EXPECT_THAT(sentence, HasSubstr("seed: 1 (stored) -> 4"));
}

TEST_F(Interrupted, journals_of_all_ranks_count) {
  make({0, 1, 2}, base);
  make({3, 4}, journal_of_rank(base, 1));
  make({8}, journal_of_rank(base, 11));
  EXPECT_EQ(open().trials_done(), 10u + 8u + 2u);
  expect_goes_on();
  open().remove_files();
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST_F(Interrupted, second_run_with_the_same_journal_is_refused) {
  const JournaledRun first = open();
  EXPECT_THAT(sentence_of([&] { open(); }, ExitCode::results), HasSubstr("is being written by process "));
  EXPECT_THAT(sentence_of([&] { remove_journals(base); }, ExitCode::results),
              HasSubstr("is being written by process "));
  EXPECT_TRUE(fs::exists(base));
}

TEST_F(Interrupted, force_removes_a_journal_whatever_is_in_it) {
  make({0, 1});
  const std::string whole = content_of(base);
  for (const std::size_t place : {18u, 30u, 90u, 6000u}) {  // the head, the plan's head, the plan, perhaps a block
    std::string damaged = whole;
    damaged[place % whole.size()] ^= 1;
    write(damaged);
    remove_journals(base);
    EXPECT_FALSE(fs::exists(base)) << place;
  }
  write("my diary, of which there is no copy");
  EXPECT_THAT(sentence_of([&] { remove_journals(base); }, ExitCode::results), HasSubstr("is not a journal"));
  EXPECT_TRUE(fs::exists(base));
}

}  // namespace
}  // namespace initlab::test
