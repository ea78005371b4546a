#include "results/csv.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "results/summary_fields.hpp"

namespace initlab {
namespace {

// 17 significant digits tell any two doubles apart (IEEE 754-2019, 5.12.2).
constexpr int digits_of_a_double = std::numeric_limits<double>::max_digits10;

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + '"';
}

std::string number(double value) {
  if (std::isnan(value)) return "";
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, digits_of_a_double).ptr;
  return std::string(text, end);
}

std::string header(const RunResult& result) {
  std::string line;
  for (const Axis& axis : result.axes) line += quoted(axis.key) + ',';
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
      labels += quoted(result.axes[axis].labels[coordinates[axis]]) + ',';

    for (std::size_t layer = 0; layer < result.layers.size(); ++layer)
      for (std::size_t q = 0; q < result.quantities.size(); ++q) {
        const Summary& summary = result.at(point, layer, q);
        if (trials_of(summary) == 0) continue;
        text += fmt::format("{}{},{}", labels, result.layers[layer], quoted(result.quantities[q].name));
        const SummaryNumbers numbers = numbers_of(summary);
        for (std::size_t field = 0; field < tidy_fields; ++field) text += ',' + number(numbers[field]);
        text += '\n';
      }
  }
  return text;
}

void store_csv(const RunResult& result, const std::filesystem::path& path, Overwrite policy) {
  write_atomically(path, csv_text(result), policy);
}

}  // namespace initlab
