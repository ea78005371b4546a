#include "results/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr std::string_view gap = "  ";

std::string padded(const std::string& cell, std::size_t width, Align align) {
  const std::string padding(width - display_width(cell), ' ');
  return align == Align::left ? cell + padding : padding + cell;
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

void TextTable::add_row(std::vector<std::string> cells) {
  if (cells.size() != columns_.size())
    throw DomainError(fmt::format("a row of {} cells in a table of {} columns", cells.size(), columns_.size()));
  rows_.push_back(std::move(cells));
}

std::string TextTable::text(const ReportStyle& style) const {
  std::vector<std::string> titles;
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    titles.push_back(columns_[column].title);
    widths.push_back(display_width(titles.back()));
    for (const auto& row : rows_) widths.back() = std::max(widths.back(), display_width(row[column]));
  }

  const auto line = [&](const std::vector<std::string>& cells) {
    std::string result;
    for (std::size_t column = 0; column < cells.size(); ++column)
      result.append(column > 0 ? gap : "").append(padded(cells[column], widths[column], columns_[column].align));
    return without_trailing_spaces(std::move(result));
  };
  const std::string head = line(titles);
  std::vector<std::string> rules;
  for (const std::size_t width : widths) {
    std::string rule;
    for (std::size_t i = 0; i < width; ++i) rule += "─";
    rules.push_back(std::move(rule));
  }

  std::string result = bold(head, style) + '\n' + dim(line(rules), style) + '\n';
  for (const auto& row : rows_) result += line(row) + '\n';
  return result;
}

}  // namespace initlab
