#include "document/markdown.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace initlab {
namespace {

TEST(Markdown, shows_marks_of_a_text_as_they_are) {
  EXPECT_EQ(markdown_text("a*b, <b>, `c`, [d](e), $x$ and \\"),
            "a\\*b, \\<b\\>, \\`c\\`, \\[d\\](e), \\$x\\$ and \\\\");
  EXPECT_EQ(markdown_text("Glorot & Bengio, &lt; &#60;"), "Glorot & Bengio, \\&lt; \\&#60;");
}

TEST(Markdown, leaves_an_underscore_inside_a_word) {
  EXPECT_EQ(markdown_text("sigma_w and _emphasis_ x_{l-1}"), "sigma_w and \\_emphasis\\_ x\\_{l-1}");
}

TEST(Markdown, links_papers) {
  EXPECT_EQ(markdown_text("ICLR, arXiv:1712.08969, eq. 3; arXiv:2102.06171."),
            "ICLR, [arXiv:1712.08969](https://arxiv.org/abs/1712.08969), eq. 3; "
            "[arXiv:2102.06171](https://arxiv.org/abs/2102.06171).");
  EXPECT_EQ(markdown_text("arXiv: none"), "arXiv: none");
}

TEST(Markdown, keeps_text_on_one_line) {
  EXPECT_EQ(markdown_text("a\nb\tc"), "a b c");
  EXPECT_EQ(markdown_code("a\nb"), "`a b`");
}

TEST(Markdown, fences_code_that_has_backticks) {
  EXPECT_EQ(markdown_code("phi(z)"), "`phi(z)`");
  EXPECT_EQ(markdown_code("a``b"), "```a``b```");
  EXPECT_EQ(markdown_code("`a`"), "`` `a` ``");
  EXPECT_EQ(markdown_block("x = 1", "toml"), "```toml\nx = 1\n```\n");
  EXPECT_EQ(markdown_block("```\n"), "````text\n```\n````\n");
}

TEST(Markdown, a_bar_does_not_end_a_cell) {
  MarkdownTable table({{"phi"}, {"q", MarkdownTable::Align::right}});
  EXPECT_TRUE(table.is_empty());
  table.add_row({"`|z|`", "1"});
  EXPECT_EQ(table.text(), "| phi | q |\n| --- | --: |\n| `\\|z\\|` | 1 |\n");
  EXPECT_THROW(table.add_row({"one"}), DomainError);
}

}  // namespace
}  // namespace initlab
