#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;

/// What a kill, a full disk or a power cut leaves of a journal's end.
class CutJournal : public testing::Test {
 protected:
  /// The file is a good journal of `kept`, followed by bytes that are no record: they are cut off, and it goes on.
  void expect_torn_behind(const std::vector<KeptBlock>& kept, const std::string& file) {
    write_bytes(path, file);
    const std::size_t end = journal_of(kept).size();
    {
      const JournalReader journal(path);
      ASSERT_EQ(blocks_in(journal), kept);
      ASSERT_EQ(journal.end(), end);
      ASSERT_EQ(journal.torn(), file.size() - end);
      ASSERT_TRUE(journal.damage().empty());
    }
    const KeptBlock next = {9, 4, payload_of(9, 11)};
    {
      auto [writer, reader] = continue_journal(path);
      ASSERT_EQ(blocks_in(reader), kept);
      append(writer, next);
    }
    std::vector<KeptBlock> longer = kept;
    longer.push_back(next);
    const JournalReader journal(path);
    ASSERT_EQ(blocks_in(journal), longer);
    ASSERT_EQ(journal.torn(), 0u);
    ASSERT_TRUE(journal.damage().empty());
    std::filesystem::remove(path);
  }

  const ScratchFolder folder;
  const std::filesystem::path path = folder / "journal";
};

TEST_F(CutJournal, keeps_every_whole_record_wherever_in_the_last_three_it_is_cut) {
  const std::vector<KeptBlock> all = some_blocks();
  const std::string whole = journal_of(all);
  std::size_t end = whole.size();
  for (std::size_t cut_record = 0; cut_record < 3; ++cut_record) {
    const std::vector kept(all.begin(), all.end() - static_cast<std::ptrdiff_t>(cut_record) - 1);
    const std::size_t begin = end - record_size(all[kept.size()]);
    for (std::size_t size = begin; size < end; ++size) {
      SCOPED_TRACE(size);
      expect_torn_behind(kept, whole.substr(0, size));
      if (HasFatalFailure()) return;
    }
    end = begin;
  }
}

TEST_F(CutJournal, has_no_plan_when_it_is_cut_before_the_plans_end) {
  const std::size_t plan_end = sizeof(journal::FileHead) + sizeof(journal::RecordHead) + 16;
  const std::string whole = journal_of({}, "twelve bytes");
  for (std::size_t size = 0; size < plan_end; ++size) {
    write_bytes(path, whole.substr(0, size));
    const JournalReader journal(path);
    ASSERT_EQ(journal.plan(), "") << size;
    ASSERT_EQ(journal.end(), 0u);
    ASSERT_EQ(journal.torn(), size);
  }
  write_bytes(path, whole.substr(0, plan_end));
  EXPECT_EQ(JournalReader(path).plan(), "twelve bytes");
}

TEST_F(CutJournal, without_a_plan_it_can_be_locked_but_takes_no_record) {
  write_bytes(path, journal_of({}).substr(0, 30));
  auto [writer, reader] = continue_journal(path);
  EXPECT_EQ(reader.plan(), "");
  EXPECT_TRUE(is_being_written(path));
  EXPECT_THAT(error_of([&] { writer.append(0, 1, {}); }), HasSubstr("holds no plan"));
  EXPECT_EQ(content_of(path), journal_of({}).substr(0, 30));
}

TEST_F(CutJournal, zeros_at_its_end_are_torn) {
  for (const std::size_t zeros : {1, 8, 31, 32, 33, 4096, 1'000'000})
    expect_torn_behind(some_blocks(), journal_of(some_blocks()) + std::string(zeros, '\0'));
}

TEST_F(CutJournal, garbage_at_its_end_is_torn) {
  const Bytes noise = payload_of(77, 100'000);
  for (const std::size_t size : {1, 8, 31, 32, 33, 4096, 100'000})
    expect_torn_behind(some_blocks(),
                       journal_of(some_blocks()) + std::string(reinterpret_cast<const char*>(noise.data()), size));
}

TEST_F(CutJournal, records_of_another_plan_are_no_records_of_this_one) {
  const std::string other = journal_of({{7, 7, payload_of(7, 64)}}, "another plan");
  expect_torn_behind(some_blocks(), journal_of(some_blocks()) + other.substr(sizeof(journal::FileHead)));
}

TEST_F(CutJournal, heads_whose_payload_a_power_cut_left_zero_are_torn) {
  const std::vector<KeptBlock> kept = {{0, 4, payload_of(0, 40)}};
  std::string file = journal_of({kept[0], {1, 4, payload_of(1, 5000)}, {2, 4, payload_of(2, 9001)}});
  const std::size_t first = journal_of(kept).size();
  std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(first + 32), 5000, '\0');
  std::fill(file.begin() + static_cast<std::ptrdiff_t>(first + 5032 + 32), file.end(), '\0');
  expect_torn_behind(kept, file);
}

TEST_F(CutJournal, a_page_that_a_power_cut_left_zero_amid_later_ones_is_damage_of_its_block) {
  const std::vector<KeptBlock> all = {
      {0, 4, payload_of(0, 40)}, {1, 4, payload_of(1, 9000)}, {2, 4, payload_of(2, 40)}};
  std::string file = journal_of(all);
  std::fill_n(file.begin() + 4096, 4096, '\0');
  write_bytes(path, file);
  const JournalReader journal(path);
  EXPECT_EQ(blocks_in(journal), (std::vector<KeptBlock>{all[0], all[2]}));
  ASSERT_EQ(journal.damage().size(), 1u);
  EXPECT_EQ(journal.damage()[0].block, 1u);
  EXPECT_EQ(journal.damage()[0].place, journal_of({all[0]}).size());
  EXPECT_EQ(journal.damage()[0].bytes, record_size(all[1]));
  EXPECT_EQ(journal.torn(), 0u);
}

TEST_F(CutJournal, bytes_lost_from_its_middle_cost_only_their_record) {
  const std::vector<KeptBlock> all = {{0, 4, payload_of(0, 40)}, {1, 4, payload_of(1, 400)}, {2, 4, payload_of(2, 40)}};
  std::string file = journal_of(all);
  file.erase(journal_of({all[0]}).size() + 104, 64);
  write_bytes(path, file);
  EXPECT_EQ(blocks_in(path), (std::vector<KeptBlock>{all[0], all[2]}));
}

}  // namespace
}  // namespace initlab::test
