#include <gtest/gtest.h>

#include <initlab/text.hpp>
#include <utility>

namespace initlab {
namespace {

constexpr bool is_read_at_compile_time() {
  Text text = "abc";
  const Text copy = text;
  text = Text("another");
  return text.view() == "another" && copy.view() == "abc" && Text().view().empty();
}
static_assert(is_read_at_compile_time());

TEST(Text, keeps_its_own_letters) {
  std::string letters = "x * x";
  const Text text{std::string_view(letters)};
  letters[0] = 'y';
  EXPECT_EQ(text.view(), "x * x");
  EXPECT_EQ(text.string(), "x * x");
}

TEST(Text, can_be_given_to_itself_and_moved) {
  Text text = "abc";
  const Text& same = text;
  text = same;
  EXPECT_EQ(text.view(), "abc");
  const Text moved = std::move(text);
  EXPECT_EQ(moved.view(), "abc");
}

TEST(Text, may_be_empty_and_long) {
  Text text = "abc";
  text = "";
  EXPECT_TRUE(text.view().empty());
  text = std::string(10'000, 'z').c_str();
  EXPECT_EQ(text.view().size(), 10'000u);
}

}  // namespace
}  // namespace initlab
