#include "experiment/run_status.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "unit/experiment/made_journals.hpp"

namespace initlab::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Status : testing::Test, JournaledExperiment {
  fs::path result = folder.path() / "depth.nc", plan_file = folder.path() / "plan.toml";
  void write_plan(std::size_t shards) {
    stored.shards = shards;
    std::ofstream(plan_file) << to_toml(stored);
  }
};

TEST_F(Status, counts_the_trials_of_all_ranks_journals) {
  make({0, 1}, base);
  make({1, 2}, journal_of_rank(base, 1));  // a block that two have
  for (const fs::path& name : {result, base}) {
    const RunStatus status = status_of(name);
    EXPECT_EQ(status.trials(), 30u);
    EXPECT_EQ(status.trials_done(), 10u);
    ASSERT_EQ(status.parts.size(), 1u);
    EXPECT_FALSE(status.parts[0].is_running);
    EXPECT_FALSE(status.parts[0].is_finished());
    EXPECT_EQ(status.parts[0].author->process, static_cast<std::uint64_t>(getpid()));
    EXPECT_FALSE(status.has_result);
  }
}

TEST_F(Status, knows_whether_a_process_is_writing) {
  const JournaledRun running = open();
  EXPECT_TRUE(status_of(result).parts[0].is_running);
}

TEST_F(Status, of_a_journal_that_holds_no_plan_yet_is_not_finished) {
  std::ofstream(base).close();
  const RunStatus status = status_of(result);
  EXPECT_EQ(status.trials(), 0u);
  EXPECT_FALSE(status.parts[0].is_finished());
}

TEST_F(Status, of_shards_is_one_part_each) {
  write_plan(12);  // of nine blocks
  make(blocks_of_shard(plan, 2, 12), journal_of_shard(plan_file, 2));
  for (const fs::path& name : {folder.path(), plan_file}) {
    const RunStatus status = status_of(name);
    ASSERT_EQ(status.parts.size(), 12u);
    EXPECT_EQ(status.trials(), 30u);
    EXPECT_EQ(status.trials_done(), 4u);
    EXPECT_FALSE(status.parts[0].is_finished());
    EXPECT_TRUE(status.parts[1].is_finished());
    EXPECT_TRUE(status.parts[11].is_finished());  // it has nothing to do
  }
}

TEST_F(Status, of_a_shards_journal_is_that_shards) {
  write_plan(3);
  make({1}, journal_of_shard(plan_file, 2));
  const RunStatus status = status_of(journal_of_shard(plan_file, 2));
  ASSERT_EQ(status.parts.size(), 1u);
  EXPECT_EQ(status.parts[0].shard, 2u);
  EXPECT_EQ(status.trials(), 12u);
  EXPECT_EQ(status.trials_done(), 4u);
  EXPECT_EQ(status.file, plan_file);
}

TEST_F(Status, counts_damaged_records_and_not_their_trials) {
  make({0, 1, 2});
  std::string bytes = content_of(base);
  bytes[JournalReader(base).records()[1].place] ^= 1;
  std::ofstream(base, std::ios::binary | std::ios::trunc) << bytes;
  const RunStatus status = status_of(result);
  EXPECT_EQ(status.parts[0].damaged_records, 1u);
  EXPECT_EQ(status.trials_done(), 6u);
}

TEST_F(Status, of_what_is_not_there_is_refused) {
  EXPECT_THAT(sentence_of([&] { status_of(result); }, ExitCode::usage), HasSubstr("depth.nc is not there"));
  EXPECT_THAT(sentence_of([&] { status_of(folder.path()); }, ExitCode::usage), HasSubstr("holds no plan"));
}

}  // namespace
}  // namespace initlab::test
