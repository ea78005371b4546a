#include "document/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"

namespace initlab {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string on_one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(
      line, [](unsigned char c) { return c < ' '; }, ' ');
  return line;
}

/// The length of "arXiv:1712.08969" at the beginning of the text, or 0.
std::size_t arxiv_length(std::string_view text) {
  constexpr std::string_view prefix = "arXiv:";
  if (!text.starts_with(prefix)) return 0;
  std::size_t end = prefix.size();
  while (end < text.size() &&
         (is_digit(text[end]) || (text[end] == '.' && end + 1 < text.size() && is_digit(text[end + 1]))))
    ++end;
  return end > prefix.size() ? end : 0;
}

bool needs_escape(std::string_view text, std::size_t place) {
  const char c = text[place];
  const char before = place > 0 ? text[place - 1] : ' ', after = place + 1 < text.size() ? text[place + 1] : ' ';
  // Inside a word GitHub takes an underscore as it is, and & begins an entity only before a letter or #.
  if (c == '_') return !(is_word(before) && is_word(after));
  if (c == '&') return is_word(after) || after == '#';
  return std::string_view("\\`*[]<>~$").find(c) != std::string_view::npos;
}

std::size_t longest_run(std::string_view text, char c) {
  std::size_t longest = 0, run = 0;
  for (const char each : text) longest = std::max(longest, run = each == c ? run + 1 : 0);
  return longest;
}

std::string row_text(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += ' ';
    for (const char c : cell) (c == '|' ? line += "\\|" : line += c);
    line += " |";
  }
  return line + "\n";
}

}  // namespace

std::string markdown_text(std::string_view text) {
  const std::string line = on_one_line(text);
  const std::string_view all = line;
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (const std::size_t length = arxiv_length(all.substr(i))) {
      const std::string_view name = all.substr(i, length);
      out += fmt::format("[{}](https://arxiv.org/abs/{})", name, name.substr(name.find(':') + 1));
      i += length - 1;
      continue;
    }
    if (needs_escape(all, i)) out += '\\';
    out += all[i];
  }
  return out;
}

std::string markdown_code(std::string_view text) {
  const std::string line = on_one_line(text), fence(longest_run(line, '`') + 1, '`');
  // A span may neither begin nor end with a backtick of its own.
  const std::string gap = line.starts_with('`') || line.ends_with('`') ? " " : "";
  return fence + gap + line + gap + fence;
}

std::string markdown_block(std::string_view text, std::string_view language) {
  const std::string fence(std::max<std::size_t>(longest_run(text, '`') + 1, 3), '`');
  return fmt::format("{}{}\n{}{}{}\n", fence, language, text, text.ends_with('\n') ? "" : "\n", fence);
}

void MarkdownTable::add_row(std::vector<std::string> cells) {
  if (cells.size() != columns_.size())
    throw DomainError(fmt::format("a row of {} cells in a table of {} columns", cells.size(), columns_.size()));
  rows_.push_back(std::move(cells));
}

std::string MarkdownTable::text() const {
  std::vector<std::string> titles, rules;
  for (const Column& column : columns_) {
    titles.push_back(column.title);
    rules.emplace_back(column.align == Align::left ? "---" : "--:");
  }
  std::string text = row_text(titles) + row_text(rules);
  for (const std::vector<std::string>& row : rows_) text += row_text(row);
  return text;
}

}  // namespace initlab
