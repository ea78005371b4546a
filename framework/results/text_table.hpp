#pragma once
#include <string>
#include <vector>

#include "results/report_style.hpp"

namespace initlab {

enum class Align { left, right };

struct Column {
  std::string title;
  Align align = Align::right;
};

/// A plain-text table: titles, a rule, rows; every column as wide as its widest cell, two spaces apart.
class TextTable {
 public:
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell a column, without colour. Throws DomainError otherwise.
  void add_row(std::vector<std::string> cells);

  /// Lines without trailing spaces, each ended by a line feed. With colour, titles are bold and the rule is dim.
  std::string text(const ReportStyle& style) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace initlab
