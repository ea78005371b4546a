#include "results/text_table.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "results/number_text.hpp"

namespace initlab::test {
namespace {

constexpr ReportStyle plain;

TEST(TextTable, aligns_columns_by_what_is_seen_not_by_bytes) {
  TextTable table({{"name", Align::left}, {"σ ± s.e."}, {"z"}});
  table.add_row({"a", "1.0 ± 0.1", "1"});
  table.add_row({"löng", "2", ""});
  EXPECT_EQ(table.text(plain),
            "name   σ ± s.e.  z\n"
            "────  ─────────  ─\n"
            "a     1.0 ± 0.1  1\n"
            "löng          2\n");
}

TEST(TextTable, is_coloured_only_when_asked) {
  TextTable table({{"n"}});
  table.add_row({"1"});
  EXPECT_EQ(table.text({.colour = true, .width = 80}), "\x1b[1mn\x1b[0m\n\x1b[2m─\x1b[0m\n1\n");
}

TEST(TextTable, refuses_a_row_of_another_length) {
  TextTable table({{"a"}, {"b"}});
  EXPECT_THROW(table.add_row({"1"}), DomainError);
}

TEST(DisplayWidth, counts_code_points_but_not_combining_marks) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("×÷ σ²"), 5u);
  EXPECT_EQ(display_width("x\u0302"), 1u);  // x with a hat
}

TEST(Wrapped, breaks_at_spaces_within_the_width) {
  EXPECT_EQ(wrapped("aa bb cc", 5), "aa bb\ncc");
  EXPECT_EQ(wrapped("aa bb cc", 8), "aa bb cc");
  EXPECT_EQ(wrapped("ää öö üü", 5), "ää öö\nüü");
}

TEST(Wrapped, indents_what_follows_and_counts_the_indent) { EXPECT_EQ(wrapped("aa bb cc", 7, 2), "aa bb\n  cc"); }

TEST(Wrapped, keeps_line_feeds_and_words_that_are_too_long) {
  EXPECT_EQ(wrapped("a\nb", 80), "a\nb");
  EXPECT_EQ(wrapped("a abcdefgh b", 5), "a\nabcdefgh\nb");
  EXPECT_EQ(wrapped("text\n", 80), "text");
}

TEST(NumberText, brief_has_three_digits) {
  EXPECT_EQ(brief(1), "1.00");
  EXPECT_EQ(brief(-0.012345), "-0.0123");
  EXPECT_EQ(brief(99.97), "100");
  EXPECT_EQ(brief(0.0009996), "1.00e-03");
  EXPECT_EQ(brief(29530), "29530");
  EXPECT_EQ(brief(2.5e20), "2.50e+20");
  EXPECT_EQ(brief(0), "0");
  EXPECT_EQ(brief(-INFINITY), "-inf");
  EXPECT_EQ(brief(NAN), "");
}

TEST(NumberText, with_error_has_two_digits_of_the_error) {
  EXPECT_EQ(with_error(1.02134, 0.0045), "1.0213 ± 0.0045");
  EXPECT_EQ(with_error(1.02134, 0.0996), "1.02 ± 0.10");
  EXPECT_EQ(with_error(14765, 133), "14765 ± 133");
  EXPECT_EQ(with_error(0.0, 0.25), "0.00 ± 0.25");
  EXPECT_EQ(with_error(3.2123e-12, 0.46e-12), "(3.21 ± 0.46)e-12");
  EXPECT_EQ(with_error(-3.2123e120, 0.46e120), "(-3.21 ± 0.46)e+120");
  EXPECT_EQ(with_error(1e-320, 1e-321), "(1.00 ± 0.10)e-320");
  EXPECT_EQ(with_error(2, 0), "2.00 ± 0");
  EXPECT_EQ(with_error(2, NAN), "2.00");
  EXPECT_EQ(with_error(NAN, NAN), "");
}

}  // namespace
}  // namespace initlab::test
