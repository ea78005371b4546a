#include "experiment/shell_word.hpp"

#include <gtest/gtest.h>

namespace initlab {
namespace {

TEST(ShellWord, is_quoted_only_where_the_shell_needs_it) {
  EXPECT_EQ(shell_word("a/b-c_1.toml"), "a/b-c_1.toml");
  EXPECT_EQ(shell_word("trials=5"), "trials=5");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("my file"), "'my file'");
  EXPECT_EQ(shell_word("network.width=[1,2]"), "'network.width=[1,2]'");
  EXPECT_EQ(shell_word("$(x)"), "'$(x)'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

}  // namespace
}  // namespace initlab
