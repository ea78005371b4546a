#include "execution/ranks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_ranks.hpp"

namespace initlab {
namespace {

using test::as_ranks;
using testing::ElementsAre;

/// What rank 0 says, and that the others say nothing, when these steps of the ranks are taken together.
std::string verdict_on(const std::vector<std::string>& failures) {
  std::string said;
  as_ranks(static_cast<unsigned>(failures.size()), [&](std::unique_ptr<Messenger> messenger) {
    Ranks ranks(std::move(messenger));
    try {
      ranks.agree([&] {
        if (!failures[ranks.rank()].empty()) throw ResultError(failures[ranks.rank()]);
      });
    } catch (const Error& error) {
      EXPECT_EQ(error.exit_code(), ExitCode::results);
      if (ranks.is_first())
        said = error.what();
      else
        EXPECT_STREQ(error.what(), "");
    }
  });
  return said;
}

TEST(Ranks, agree_when_nobody_fails) { EXPECT_EQ(verdict_on({"", "", ""}), ""); }
TEST(Ranks, say_what_all_say_once) { EXPECT_EQ(verdict_on({"no disk", "no disk"}), "no disk"); }
TEST(Ranks, say_who_has_failed) { EXPECT_EQ(verdict_on({"", "no disk", "", "no disk"}), "ranks 1, 3: no disk"); }
TEST(Ranks, say_each_different_failure) {
  EXPECT_EQ(verdict_on({"no disk", "", "no room"}), "rank 0: no disk\nrank 2: no room");
}

TEST(Ranks, take_an_exception_that_is_no_error_of_ours_as_one) {
  as_ranks(2, [](std::unique_ptr<Messenger> messenger) {
    Ranks ranks(std::move(messenger));
    const auto step = [&] {
      if (ranks.rank() == 1) throw std::out_of_range("the end");
    };
    try {
      ranks.agree(step);
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.exit_code(), ExitCode::internal);
    }
  });
}

TEST(Ranks, exchange_texts_of_any_length) {
  as_ranks(3, [](std::unique_ptr<Messenger> messenger) {
    Ranks ranks(std::move(messenger));
    const std::string long_text(100'000, 'x'), with_zero("a\0b", 3);
    const std::string texts[] = {long_text, "", with_zero};
    EXPECT_THAT(ranks.exchange(texts[ranks.rank()]), ElementsAre(long_text, "", with_zero));
    EXPECT_EQ(ranks.from_first(texts[ranks.rank()]), long_text);
  });
}

TEST(Ranks, divide_the_processors_of_their_machine) {
  std::atomic<unsigned> threads = 0;
  as_ranks(2, [&](std::unique_ptr<Messenger> messenger) {
    const Ranks ranks(std::move(messenger));
    EXPECT_EQ(ranks.host().ranks, 2u);
    threads += ranks.host().threads;
  });
  EXPECT_GE(threads, 2u);
}

TEST(Ranks, one_that_fails_in_the_middle_of_the_work_ends_the_others) {
  as_ranks(2, [](std::unique_ptr<Messenger> messenger) {
    Ranks ranks(std::move(messenger));
    ranks.share({}, 1);
    EXPECT_THROW(ranks.leave(ExitCode::plugin), test::Aborted);
    EXPECT_NO_THROW(ranks.leave(ExitCode::interrupted));
    ranks.end_of_work();
    EXPECT_NO_THROW(ranks.leave(ExitCode::results));
  });
}

TEST(Ranks, a_process_alone_needs_nobody) {
  Ranks alone;
  EXPECT_EQ(alone.size(), 1u);
  EXPECT_THAT(alone.exchange("text"), ElementsAre("text"));
  EXPECT_THROW(alone.agree([] { throw UsageError("no"); }), UsageError);
  alone.leave(ExitCode::plugin);
}

}  // namespace
}  // namespace initlab
