#include "experiment/journaled_blocks.hpp"

#include <gmock/gmock.h>

#include "journal/journal_writer.hpp"
#include "unit/experiment/made_journals.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;

struct Journals : testing::Test, JournaledExperiment {
  JournaledBlocks blocks{plan};
  void add(const std::filesystem::path& path) { blocks.add(JournalReader(path)); }
};

TEST_F(Journals, know_what_is_missing) {
  EXPECT_EQ(blocks.unfinished(all_blocks(plan)), all_blocks(plan));
  make({1, 4, 8});
  add(base);
  EXPECT_EQ(blocks.unfinished(all_blocks(plan)), (std::vector<std::size_t>{0, 2, 3, 5, 6, 7}));
  EXPECT_EQ(blocks.trials_of(all_blocks(plan)), 4u + 4u + 2u);
  EXPECT_TRUE(blocks.is_finished(4));
  EXPECT_FALSE(blocks.is_finished(5));
}

TEST_F(Journals, together_give_the_result_of_one_run_in_any_order_and_twice) {
  make({7, 0, 3, 2}, base);
  make({8, 1, 2}, folder.path() / "b.journal");
  make({4, 5, 6, 7}, folder.path() / "c.journal");
  for (const auto& order : {std::vector{"depth.nc.journal", "b.journal", "c.journal"},
                            std::vector{"c.journal", "depth.nc.journal", "c.journal", "b.journal"}}) {
    JournaledBlocks all(plan);
    for (const char* name : order) all.add(JournalReader(folder.path() / name));
    EXPECT_TRUE(all.unfinished(all_blocks(plan)).empty());
    EXPECT_TRUE(identical(all.merge(), expected()));
  }
}

TEST_F(Journals, take_the_part_with_most_trials_wherever_it_stands) {
  make(all_blocks(plan));
  const JournalReader whole(base);
  const JournalRecord record = whole.records()[0];
  std::vector<std::byte> bytes(record.bytes);
  whole.read(record, bytes);
  {
    JournalWriter writer = begin_journal(folder.path() / "parts", to_toml(stored));
    writer.append(record.block, 3, bytes);
    writer.append(record.block, 1, bytes);
  }
  add(folder.path() / "parts");
  EXPECT_EQ(blocks.trials(record.block), 3u);
  EXPECT_FALSE(blocks.is_finished(record.block));
  add(base);
  EXPECT_EQ(blocks.trials(record.block), 4u);
  EXPECT_TRUE(identical(blocks.merge(), expected()));
}

TEST_F(Journals, refuse_records_that_the_plan_cannot_have_left) {
  const std::vector<std::byte> right = bytes_of(Measurement(plan.points[0].depth() + 1, plan.quantities.size()));
  const std::vector<std::byte> wrong(right.size() - 8);
  const auto refusal = [&](std::uint32_t block, std::uint32_t trials, std::span<const std::byte> bytes) {
    const auto path = folder.path() / "made by hand";
    std::filesystem::remove(path);
    begin_journal(path, to_toml(stored)).append(block, trials, bytes);
    return sentence_of([&] { JournaledBlocks(plan).add(JournalReader(path)); }, ExitCode::results);
  };
  EXPECT_EQ(refusal(0, 4, right), "no error");
  EXPECT_THAT(refusal(0, 4, wrong), HasSubstr("not of this plan (block 0, 4 trials"));
  EXPECT_THAT(refusal(0, 5, right), HasSubstr("not of this plan (block 0, 5 trials"));
  EXPECT_THAT(refusal(9, 4, right), HasSubstr("not of this plan (block 9, 4 trials"));
  EXPECT_THAT(refusal(3, 4, right), HasSubstr("not of this plan (block 3, 4 trials"));  // of a deeper network
}

}  // namespace
}  // namespace initlab::test
