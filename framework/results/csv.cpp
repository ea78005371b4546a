#include "results/csv.hpp"

#include <fmt/format.h>

#include "results/csv_field.hpp"
#include "results/summary_fields.hpp"

namespace initlab {
namespace {

std::string header(const RunResult& result) {
  std::string line;
  for (const Axis& axis : result.axes) line += csv_field(axis.key) + ',';
  line += "layer,observable";
  for (std::size_t field = 0; field < tidy_fields; ++field) line.append(",").append(summary_fields[field]);
  return line + '\n';
}

}  // namespace

std::string csv_text(const RunResult& result) {
  check_consistency(result);
  std::string text = header(result);
  for (std::size_t point = 0; point < result.points(); ++point) {
    const auto coordinates = result.coordinates(point);
    std::string labels;
    for (std::size_t axis = 0; axis < coordinates.size(); ++axis)
      labels += csv_field(result.axes[axis].labels[coordinates[axis]]) + ',';

    for (std::size_t layer = 0; layer < result.layers.size(); ++layer)
      for (std::size_t q = 0; q < result.quantities.size(); ++q) {
        const Summary& summary = result.at(point, layer, q);
        if (trials_of(summary) == 0) continue;
        text += fmt::format("{}{},{}", labels, result.layers[layer], csv_field(result.quantities[q].name));
        const SummaryNumbers numbers = numbers_of(summary);
        for (std::size_t field = 0; field < tidy_fields; ++field) text += ',' + csv_field(numbers[field]);
        text += '\n';
      }
  }
  return text;
}

void store_csv(const RunResult& result, const std::filesystem::path& path, Overwrite policy) {
  write_atomically(path, csv_text(result), policy);
}

}  // namespace initlab
