#include "results/point_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "results/known_quantities.hpp"
#include "results/layer_selection.hpp"
#include "results/number_text.hpp"
#include "results/summary_fields.hpp"

namespace initlab {
namespace {

std::string mean_of(const Summary& s) { return brief(s.mean); }
std::string mean_with_error(const Summary& s) { return with_error(s.mean, s.standard_error); }
std::string percent_of(const Summary& s) { return percent(s.mean); }
std::string typical_of(const Summary& s) { return s.count > 0 && s.log_count == 0 ? "0" : brief(typical(s)); }

// A standard deviation is estimated well enough while the law's logarithm varies by less than one e-fold; beyond that
// the sample has not seen the networks that carry it.
constexpr double widest_plain_log_std = 1.0;
constexpr double rounding = 1e-7;  // of float32: an input of exact length has no spread

bool spans_e_folds(const Summary& s) { return s.log_count > 0 && s.log_std > widest_plain_log_std; }

std::string spread_of(const Summary& s) {
  if (spans_e_folds(s)) return "×÷ " + brief(std::exp(s.log_std));
  if (s.standard_deviation <= rounding * std::abs(s.mean)) return s.mean != 0 ? "0" : "";
  return brief(s.standard_deviation / std::abs(s.mean));
}

struct LayerColumn {
  std::string_view title;
  std::string_view quantity;
  std::string (*text)(const Summary&);
  std::string_view meaning;
  bool only_for_wide_laws = false;
};

constexpr LayerColumn all_columns[] = {
    {"var h", known::preactivation_variance, mean_of, "mean over trials"},
    {"mean x", known::activation_mean, mean_with_error, "mean over trials ± standard error"},
    {"mean x²", known::activation_second_moment, mean_with_error, "mean over trials ± standard error"},
    {"typical x²", known::activation_second_moment, typical_of,
     "geometric mean over trials, which a few of them do not carry", true},
    {"spread", known::activation_second_moment, spread_of,
     "standard deviation over trials / mean, or ×÷ typical factor"},
    {"zeros", known::activation_zero_fraction, percent_of, "mean over trials"},
    {"grad h", known::gradient_preactivation, typical_of, "geometric mean over trials"},
    {"grad W", known::gradient_weight, typical_of, "geometric mean over trials"},
};

/// A column that this run measured.
struct FoundColumn {
  LayerColumn column;
  std::size_t quantity;
};

/// Of a run that measured none of the known ones, the first quantities have columns under their own names.
constexpr std::size_t most_columns_of_others = 3;
constexpr std::string_view meaning_of_others = "mean over trials ± standard error";

bool has_wide_laws(const RunResult& result, std::size_t point, std::size_t quantity) {
  const auto layers = measured_layers(result, point);
  return std::ranges::any_of(layers,
                             [&](std::size_t layer) { return spans_e_folds(result.at(point, layer, quantity)); });
}

std::vector<FoundColumn> columns_of_point(const RunResult& result, std::size_t point) {
  std::vector<FoundColumn> found;
  for (const LayerColumn& column : all_columns) {
    const auto quantity = find_quantity(result, column.quantity);
    if (!quantity || (column.only_for_wide_laws && !has_wide_laws(result, point, *quantity))) continue;
    found.push_back({column, *quantity});
  }
  if (!found.empty()) return found;
  for (std::size_t q = 0; q < std::min(most_columns_of_others, result.quantities.size()); ++q) {
    const std::string& name = result.quantities[q].name;
    found.push_back({{name, name, mean_with_error, meaning_of_others}, q});
  }
  return found;
}

std::string cell(const Summary& summary, const LayerColumn& column) {
  if (trials_of(summary) == 0) return "";
  // One trial that overflowed makes every mean infinite; the mean of the others would look harmless.
  return summary.nonfinite > 0 ? "inf" : column.text(summary);
}

}  // namespace

TextTable point_table(const RunResult& result, std::size_t point) {
  const std::vector<FoundColumn> found = columns_of_point(result, point);
  std::vector<Column> columns = {{"layer"}};
  for (const FoundColumn& each : found) columns.push_back({std::string(each.column.title)});

  TextTable table(columns);
  for (const std::size_t layer : readable_layers(measured_layers(result, point), result.layers)) {
    const std::uint32_t number = result.layers[layer];
    std::vector<std::string> cells = {number == 0 ? "input" : fmt::format("{}", number)};
    for (const auto& [column, quantity] : found) cells.push_back(cell(result.at(point, layer, quantity), column));
    table.add_row(std::move(cells));
  }
  return table;
}

std::string column_legend(const RunResult& result, unsigned width) {
  std::set<std::string_view> present;
  for (std::size_t point = 0; point < result.points(); ++point)
    for (const FoundColumn& each : columns_of_point(result, point)) present.insert(each.column.title);

  constexpr unsigned indent = 12;  // the longest title and two spaces
  std::string text;
  for (const LayerColumn& column : all_columns) {
    if (!present.contains(column.title)) continue;
    text += text.empty() ? "" : "\n";
    text.append(column.title).append(indent - display_width(column.title), ' ');
    text += wrapped(fmt::format("{}, {}", column.quantity, column.meaning), width, indent);
  }
  return text.empty() ? std::string(meaning_of_others) : text;
}

}  // namespace initlab
