#include "results/sweep_table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "results/known_quantities.hpp"
#include "results/number_text.hpp"
#include "results/summary_fields.hpp"
#include "results/trouble.hpp"

namespace initlab {
namespace {

/// Positions of the first and the last layer, without the input, where a quantity was measured.
struct Ends {
  std::size_t first;
  std::size_t last;
};

std::optional<Ends> ends_of(const RunResult& result, std::size_t point, std::size_t quantity) {
  std::optional<Ends> ends;
  for (std::size_t layer = 0; layer < result.layers.size(); ++layer) {
    if (result.layers[layer] == 0 || trials_of(result.at(point, layer, quantity)) == 0) continue;
    if (!ends) ends = Ends{layer, layer};
    ends->last = layer;
  }
  return ends;
}

// A factor of 1.001 a layer is e after a thousand layers, so more digits than elsewhere.
std::string factor_text(double factor) {
  const bool is_near_one = factor >= 0.01 && factor < 100;
  return is_near_one ? fmt::format("{:.4f}", factor) : brief(factor);
}

std::string mean_at_end(const RunResult& result, std::size_t point, std::size_t quantity) {
  const auto ends = ends_of(result, point, quantity);
  if (!ends) return "";
  const Summary& summary = result.at(point, ends->last, quantity);
  return summary.nonfinite > 0 ? "inf" : with_error(summary.mean, summary.standard_error);
}

enum class Direction { forward, backward };

std::string factor(const RunResult& result, std::size_t point, std::size_t quantity, Direction direction) {
  const auto ends = ends_of(result, point, quantity);
  if (!ends) return "";
  const Summary& first = result.at(point, ends->first, quantity);
  const Summary& last = result.at(point, ends->last, quantity);
  // Over the trials that survived it would be a factor of the lucky ones.
  if (first.nonfinite > 0 || last.nonfinite > 0) return "";
  const double steps = static_cast<double>(result.layers[ends->last]) - result.layers[ends->first];
  return factor_text(direction == Direction::forward ? factor_per_layer(first, last, steps)
                                                     : factor_per_layer(last, first, steps));
}

std::string trouble_words(const RunResult& result, std::size_t point) {
  std::string words;
  for (const Trouble& trouble : find_trouble(result, point)) words += (words.empty() ? "" : ", ") + trouble.word;
  return words;
}

}  // namespace

std::string point_title(const RunResult& result, std::size_t point) {
  const auto coordinates = result.coordinates(point);
  std::string title;
  for (std::size_t axis = 0; axis < coordinates.size(); ++axis)
    title += fmt::format("{}{} = {}", axis > 0 ? ", " : "", result.axes[axis].key,
                         result.axes[axis].labels[coordinates[axis]]);
  return title;
}

TextTable sweep_table(const RunResult& result) {
  const auto second_moment = find_quantity(result, known::activation_second_moment);
  const auto gradient = find_quantity(result, known::gradient_preactivation);
  bool has_trouble = false;
  for (std::size_t point = 0; point < result.points(); ++point) has_trouble |= !find_trouble(result, point).empty();

  std::vector<Column> columns;
  for (const Axis& axis : result.axes) columns.push_back({axis.key, axis.numbers.empty() ? Align::left : Align::right});
  if (second_moment) columns.insert(columns.end(), {{"mean x² at the end"}, {"x² per layer"}});
  if (gradient) columns.push_back({"grad h per layer"});
  if (has_trouble) columns.push_back({"trouble", Align::left});

  TextTable table(columns);
  for (std::size_t point = 0; point < result.points(); ++point) {
    const auto coordinates = result.coordinates(point);
    std::vector<std::string> cells;
    for (std::size_t axis = 0; axis < coordinates.size(); ++axis)
      cells.push_back(result.axes[axis].labels[coordinates[axis]]);
    if (second_moment) {
      cells.push_back(mean_at_end(result, point, *second_moment));
      cells.push_back(factor(result, point, *second_moment, Direction::forward));
    }
    if (gradient) cells.push_back(factor(result, point, *gradient, Direction::backward));
    if (has_trouble) cells.push_back(trouble_words(result, point));
    table.add_row(std::move(cells));
  }
  return table;
}

}  // namespace initlab
