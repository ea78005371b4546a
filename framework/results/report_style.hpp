#pragma once
#include <string>
#include <string_view>

namespace initlab {

/// How texts for people are laid out. Whether the output is a terminal, and how wide it is, only the caller knows.
struct ReportStyle {
  bool colour = false;   ///< ANSI escape sequences
  unsigned width = 100;  ///< prose is wrapped at this many columns; tables keep their width
};

/// The text as it is, or between escape sequences when the style asks for colour.
std::string bold(std::string_view text, const ReportStyle& style);
std::string dim(std::string_view text, const ReportStyle& style);
std::string warning(std::string_view text, const ReportStyle& style);

/// Columns a terminal needs for a UTF-8 text: one a code point, none for a combining mark.
std::size_t display_width(std::string_view text);

/// Prose broken at spaces into lines of at most `width` columns, for a text that begins after `indent` columns: lines
/// after the first begin with that many spaces. Line feeds in the text stay; a word that is too long gets a line of its
/// own. No line feed at the end.
std::string wrapped(std::string_view text, unsigned width, unsigned indent = 0);

}  // namespace initlab
