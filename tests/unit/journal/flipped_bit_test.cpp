#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "made_up_journal.hpp"

namespace initlab::test {
namespace {

using testing::HasSubstr;

/// Calls `check(file, place)` with every file that differs in one bit of the bytes from `begin` to `end`.
template <class F>
void for_each_flipped_bit(std::string file, std::size_t begin, std::size_t end, F check) {
  for (std::size_t place = begin; place < end; ++place)
    for (int bit = 0; bit < 8; ++bit) {
      const auto flip = static_cast<char>(1 << bit);
      file[place] ^= flip;
      SCOPED_TRACE(testing::Message() << "bit " << bit << " of byte " << place);
      check(file, place);
      if (testing::Test::HasFatalFailure()) return;
      file[place] ^= flip;
    }
}

constexpr std::size_t plan_end = sizeof(journal::FileHead) + sizeof(journal::RecordHead) + 16;  // "seed = 1\n", padded

class FlippedBit : public testing::Test {
 protected:
  const ScratchFolder folder;
  const std::filesystem::path path = folder / "journal";
  const std::vector<KeptBlock> blocks = some_blocks();
  const std::string whole = journal_of(blocks);
  const std::size_t first_block = journal_of({}).size();
};

TEST_F(FlippedBit, in_the_head_or_the_plan_the_journal_is_refused) {
  for_each_flipped_bit(whole, 0, plan_end, [&](const std::string& file, std::size_t place) {
    write_bytes(path, file);
    const std::string error = error_of([&] { const JournalReader journal(path); });
    if (place < 16)
      ASSERT_THAT(error, HasSubstr("is not a journal of initlab"));
    else if (place < sizeof(journal::FileHead))
      ASSERT_THAT(error, HasSubstr("the journal's head is damaged"));
    else
      ASSERT_THAT(error, HasSubstr("the journal's plan is damaged"));
    ASSERT_EQ(error, error_of([&] { continue_journal(path); }));
    ASSERT_EQ(content_of(path), file);
  });
}

TEST_F(FlippedBit, in_an_author_costs_no_block) {
  for_each_flipped_bit(whole, plan_end, first_block, [&](const std::string& file, std::size_t) {
    write_bytes(path, file);
    const JournalReader journal(path);
    ASSERT_EQ(blocks_in(journal), blocks);
    ASSERT_TRUE(journal.authors().empty());
    ASSERT_EQ(journal.damage().size(), 1u);
    ASSERT_EQ(journal.damage()[0].place, plan_end);
    ASSERT_EQ(journal.damage()[0].bytes, first_block - plan_end);
  });
}

TEST_F(FlippedBit, in_a_block_costs_that_record_and_no_other) {
  std::size_t begin = first_block;
  for (std::size_t hit = 0; hit < blocks.size(); ++hit) {
    const std::size_t size = record_size(blocks[hit]);
    const bool is_last = hit + 1 == blocks.size();
    std::vector<KeptBlock> others = blocks;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(hit));
    for_each_flipped_bit(whole, begin, begin + size, [&](const std::string& file, std::size_t place) {
      write_bytes(path, file);
      const JournalReader journal(path);
      ASSERT_EQ(blocks_in(journal), others);
      ASSERT_EQ(journal.torn(), is_last ? size : 0u);
      ASSERT_EQ(journal.damage().size(), is_last ? 0u : 1u);
      if (is_last) return;
      const bool head_is_good = place >= begin + sizeof(journal::RecordHead);
      ASSERT_EQ(journal.damage()[0].place, begin);
      ASSERT_EQ(journal.damage()[0].bytes, size);
      ASSERT_EQ(journal.damage()[0].block, head_is_good ? std::optional(blocks[hit].block) : std::nullopt);
    });
    begin += size;
  }
  EXPECT_EQ(begin, whole.size());
}

TEST_F(FlippedBit, in_the_plan_of_a_journal_without_blocks_costs_nothing) {
  const std::string fresh = journal_of({});
  for_each_flipped_bit(fresh, sizeof(journal::FileHead), plan_end, [&](const std::string& file, std::size_t) {
    write_bytes(path, file);
    const JournalReader journal(path);
    ASSERT_EQ(journal.plan(), "");
    ASSERT_EQ(journal.torn(), file.size());
  });
}

TEST_F(FlippedBit, damage_stays_where_it_is_when_the_journal_is_continued) {
  std::string file = whole;
  file[first_block + 40] ^= 1;
  write_bytes(path, file);
  {
    auto [writer, reader] = continue_journal(path);
    ASSERT_EQ(reader.damage().size(), 1u);
    append(writer, blocks[0]);
  }
  std::vector<KeptBlock> expected(blocks.begin() + 1, blocks.end());
  expected.push_back(blocks[0]);
  const JournalReader journal(path);
  EXPECT_EQ(blocks_in(journal), expected);
  EXPECT_EQ(journal.damage().size(), 1u);
}

}  // namespace
}  // namespace initlab::test
