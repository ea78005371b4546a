#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace initlab {

/// A record's text as Markdown that shows just this text, on one line: what would be emphasis, code, a link or HTML is
/// escaped. "arXiv:1712.08969" becomes a link, the one thing that is added.
std::string markdown_text(std::string_view text);

/// The text in a code span, on one line.
std::string markdown_code(std::string_view text);

/// The text as a code block; it may have several lines.
std::string markdown_block(std::string_view text, std::string_view language = "text");

/// A table as GitHub has them. Cells are Markdown; bars in them are escaped here.
class MarkdownTable {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit MarkdownTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell a column. Throws DomainError otherwise.
  void add_row(std::vector<std::string> cells);
  bool is_empty() const { return rows_.empty(); }
  std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace initlab
