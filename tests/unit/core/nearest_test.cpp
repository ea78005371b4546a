#include "core/nearest.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace initlab {
namespace {

const std::vector<std::string> activations{"relu", "leaky_relu", "tanh", "hard_tanh", "linear", "erf"};

TEST(Nearest, one_edit_of_each_kind_is_found) {
  EXPECT_EQ(nearest("rel", activations), "relu");    // a letter left out
  EXPECT_EQ(nearest("reluu", activations), "relu");  // a letter too many
  EXPECT_EQ(nearest("relo", activations), "relu");   // a wrong letter
  EXPECT_EQ(nearest("rleu", activations), "relu");   // two neighbours exchanged: one edit, not two
}

TEST(Nearest, an_exchange_is_one_edit) {
  // As two replacements the distance would be 2 of 4 letters, which is too far.
  const std::vector<std::string> known{"abcd"};
  EXPECT_EQ(nearest("abdc", known), "abcd");
  EXPECT_EQ(nearest("abxy", known), std::nullopt);
}

TEST(Nearest, case_does_not_count) { EXPECT_EQ(nearest("ReLU", activations), "relu"); }

TEST(Nearest, a_word_that_names_begin_with_is_completed_to_the_shortest) {
  const std::vector<std::string> known{"he_normal", "xavier_uniform", "xavier_normal"};
  EXPECT_EQ(nearest("xavier", known), "xavier_normal");
  EXPECT_EQ(nearest("xa", known), std::nullopt);
}

TEST(Nearest, more_than_an_edit_in_three_letters_is_too_far) {
  EXPECT_EQ(nearest("swish", activations), std::nullopt);
  EXPECT_EQ(nearest("le", activations), std::nullopt);
  EXPECT_EQ(nearest("ab", std::vector<std::string>{"ac"}), std::nullopt);
  EXPECT_EQ(nearest("", activations), std::nullopt);
  EXPECT_EQ(nearest("relu", {}), std::nullopt);
}

TEST(Nearest, the_nearest_of_several_is_answered_and_the_first_of_equals) {
  EXPECT_EQ(nearest("leakyrelu", activations), "leaky_relu");
  EXPECT_EQ(nearest("width", std::vector<std::string>{"widths", "wadth"}), "widths");
  EXPECT_EQ(nearest("width", std::vector<std::string>{"wadth", "widths"}), "wadth");
}

TEST(Nearest, a_name_of_a_million_letters_costs_nothing) {
  EXPECT_EQ(nearest(std::string(1'000'000, 'x'), activations), std::nullopt);
}

TEST(DidYouMean, is_an_ending_for_an_error_or_nothing) {
  EXPECT_EQ(did_you_mean("tahn", activations), " (did you mean 'tanh'?)");
  EXPECT_EQ(did_you_mean("swish", activations), "");
}

}  // namespace
}  // namespace initlab
