#include "results/report_style.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace initlab {
namespace {

// ECMA-48, "select graphic rendition".
std::string rendered(std::string_view code, std::string_view text, const ReportStyle& style) {
  return style.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

bool continues_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// U+0300..U+036F, the combining marks that texts about mathematics contain (a bar or a hat over a letter).
bool begins_combining_mark(std::string_view text) {
  if (text.size() < 2) return false;
  const auto first = static_cast<unsigned char>(text[0]);
  const auto second = static_cast<unsigned char>(text[1]);
  return first == 0xCC || (first == 0xCD && second <= 0xAF);
}

}  // namespace

std::string bold(std::string_view text, const ReportStyle& style) { return rendered("1", text, style); }
std::string dim(std::string_view text, const ReportStyle& style) { return rendered("2", text, style); }
std::string warning(std::string_view text, const ReportStyle& style) { return rendered("33", text, style); }

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!continues_code_point(text[i]) && !begins_combining_mark(text.substr(i))) ++width;
  return width;
}

std::string wrapped(std::string_view text, unsigned width, unsigned indent) {
  std::string result;
  std::size_t column = indent;
  bool line_is_empty = true;
  const auto new_line = [&] {
    result += '\n' + std::string(indent, ' ');
    column = indent;
    line_is_empty = true;
  };

  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    if (!word.empty()) {
      const std::size_t needed = display_width(word) + (line_is_empty ? 0 : 1);
      if (!line_is_empty && column + needed > width) new_line();
      if (!line_is_empty) result += ' ';
      column += display_width(word) + (line_is_empty ? 0 : 1);
      result += word;
      line_is_empty = false;
    }
    if (end < text.size() && text[end] == '\n' && end + 1 < text.size()) new_line();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace initlab
