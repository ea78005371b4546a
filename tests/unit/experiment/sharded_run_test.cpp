#include "experiment/sharded_run.hpp"

#include <gmock/gmock.h>

#include "journal/journal_writer.hpp"
#include "unit/experiment/made_journals.hpp"

namespace initlab::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct ShardFolder : testing::Test, JournaledExperiment {
  static constexpr std::size_t shards = 4;
  std::filesystem::path plan_file = folder.path() / "plan.toml";

  ShardFolder() {
    stored.shards = shards;
    std::ofstream(plan_file) << to_toml(stored);
  }
  void make_shard(std::size_t shard) { make(blocks_of_shard(plan, shard, shards), journal_of_shard(plan_file, shard)); }
  std::vector<ShardGap> gaps() const {
    return shard_gaps(read_journals(plan, find_sharded_run(folder.path()).journals), shards);
  }
};

TEST_F(ShardFolder, are_found_by_the_plan_or_its_folder) {
  make_shard(1);
  make_shard(3);
  for (const auto& name : {folder.path(), plan_file}) {
    const ShardedRun found = find_sharded_run(name);
    EXPECT_EQ(found.plan_file, plan_file);
    EXPECT_THAT(found.journals, ElementsAre(journal_of_shard(plan_file, 1), journal_of_shard(plan_file, 3)));
    EXPECT_THAT(found.foreign, IsEmpty());
    EXPECT_TRUE(found.plan == stored);
  }
}

TEST_F(ShardFolder, have_every_block_once_between_them) {
  std::vector<std::size_t> blocks;
  for (std::size_t shard = 1; shard <= shards; ++shard)
    std::ranges::copy(blocks_of_shard(plan, shard, shards), std::back_inserter(blocks));
  std::ranges::sort(blocks);
  EXPECT_EQ(blocks, all_blocks(plan));
}

TEST_F(ShardFolder, merged_are_the_result_of_one_run) {
  for (const std::size_t shard : {3, 1, 4, 2}) make_shard(shard);
  EXPECT_THAT(gaps(), IsEmpty());
  EXPECT_TRUE(identical(read_journals(plan, find_sharded_run(plan_file).journals).merge(), expected()));
}

TEST_F(ShardFolder, that_are_missing_are_named_with_the_command_that_runs_them) {
  make_shard(1);
  make_shard(4);
  EXPECT_EQ(gaps_text(gaps(), "a folder/plan.toml"),
            "shard 2: 2 of 2 blocks are missing; initlab run 'a folder/plan.toml' --shard 2 --resume\n"
            "shard 3: 2 of 2 blocks are missing; initlab run 'a folder/plan.toml' --shard 3 --resume\n");
}

TEST(ShardGaps, of_many_the_first_ten_are_named) {
  std::vector<ShardGap> many(12, {7, 1, 2});
  const std::string text = gaps_text(many, "plan.toml");
  EXPECT_EQ(std::ranges::count(text, '\n'), 11);
  EXPECT_TRUE(text.ends_with("and 2 shards more\n"));
}

TEST_F(ShardFolder, of_another_plan_are_foreign_with_the_reason) {
  make_shard(1);
  stored.shards = 3;
  make({1, 4, 7}, journal_of_shard(plan_file, 2));
  stored.shards = shards;
  stored.manifest.seed = 9;
  begin_journal(journal_of_shard(plan_file, 3), to_toml(stored));
  std::filesystem::copy(journal_of_shard(plan_file, 1), folder.path() / "shard-0012.journal");
  std::filesystem::copy(journal_of_shard(plan_file, 1), folder.path() / "shard-0001.journal.old");
  EXPECT_THAT(find_sharded_run(folder.path()).foreign,
              ElementsAre(HasSubstr("shard-0001.journal.old (not the name of a shard's journal)"),
                          HasSubstr("shard-0002.journal (3 shards instead of 4)"),
                          HasSubstr("shard-0003.journal (seed: 9 instead of 1)"),
                          HasSubstr("shard-0012.journal (the plan has 4 shards)")));
}

TEST_F(ShardFolder, of_a_folder_without_one_plan_are_refused) {
  std::filesystem::copy(plan_file, folder.path() / "again.toml");
  EXPECT_THAT(sentence_of([&] { find_sharded_run(folder.path()); }, ExitCode::usage), HasSubstr("holds 2 plans"));
  std::filesystem::remove(folder.path() / "again.toml");
  std::filesystem::remove(plan_file);
  EXPECT_THAT(sentence_of([&] { find_sharded_run(folder.path()); }, ExitCode::usage), HasSubstr("holds no plan"));
}

TEST(ShardOfJournal, is_told_by_the_name_that_a_shard_gives_it) {
  EXPECT_EQ(shard_of_journal("a/shard-0003.journal"), 3u);
  EXPECT_EQ(shard_of_journal("shard-12345.journal"), 12345u);
  for (const char* other : {"shard-3.journal", "shard-0003.journal.1", "shard-0003", "shard-.journal",
                            "depth.nc.journal", "shard-0003x.journal", "shard-99999999999999999999.journal"})
    EXPECT_EQ(shard_of_journal(other), std::nullopt) << other;
}

}  // namespace
}  // namespace initlab::test
