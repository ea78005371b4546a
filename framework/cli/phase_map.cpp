#include "cli/phase_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

constexpr std::size_t most_rows = 24;
constexpr unsigned label_width = 8;
constexpr unsigned margin = label_width + 2;

/// Which positions of `count` are shown where there is room for `room`: the first, the last, and evenly between.
std::vector<std::size_t> shown(std::size_t count, std::size_t room) {
  const std::size_t places = std::min(count, room);
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < places; ++i)
    positions.push_back(places == 1 ? 0 : (i * (count - 1) + (places - 1) / 2) / (places - 1));
  return positions;
}

PhaseGrid thinned(const PhaseGrid& grid, std::size_t rows, std::size_t columns) {
  PhaseGrid result;
  for (const std::size_t row : shown(grid.size(), rows)) {
    std::vector<PhasePoint>& points = result.emplace_back();
    for (const std::size_t column : shown(grid[row].size(), columns)) points.push_back(grid[row][column]);
  }
  return result;
}

char symbol(Phase phase) {
  switch (phase) {
    case Phase::ordered:
      return '.';
    case Phase::edge:
      return '+';
    case Phase::chaotic:
      return '#';
    case Phase::unbounded:
      return '^';
  }
  return ' ';
}

/// chi_1 of this point is the nearer to 1 of two between which it crosses 1.
bool is_next_to_edge(const PhasePoint& point, const PhasePoint& neighbour) {
  const Phase here = phase_of(point), there = phase_of(neighbour);
  const bool crosses =
      (here == Phase::ordered && there == Phase::chaotic) || (here == Phase::chaotic && there == Phase::ordered);
  return crosses && std::abs(point.chi_1 - 1.0) <= std::abs(neighbour.chi_1 - 1.0);
}

char symbol_at(const PhaseGrid& grid, std::size_t row, std::size_t column) {
  const PhasePoint& point = grid[row][column];
  const bool is_edge = (row > 0 && is_next_to_edge(point, grid[row - 1][column])) ||
                       (row + 1 < grid.size() && is_next_to_edge(point, grid[row + 1][column])) ||
                       (column > 0 && is_next_to_edge(point, grid[row][column - 1])) ||
                       (column + 1 < grid[row].size() && is_next_to_edge(point, grid[row][column + 1]));
  return is_edge ? symbol(Phase::edge) : symbol(phase_of(point));
}

std::string tick(double value) { return fmt::format("{:.3g}", value); }

/// The first and the last value below their columns, the middle one where there is room.
std::string horizontal_labels(const std::vector<PhasePoint>& row) {
  const std::size_t width = row.size();
  std::string line = tick(row.front().sigma_w);
  if (width == 1) return line;
  const std::size_t middle = width / 2;
  if (width >= 40) {
    line.resize(middle, ' ');
    line += tick(row[middle].sigma_w);
  }
  const std::string last = tick(row.back().sigma_w);
  line.resize(std::max(line.size() + 1, width - std::min(width, last.size())), ' ');
  return line + last;
}

}  // namespace

std::string phase_map(const PhaseGrid& grid, unsigned width) {
  const PhaseGrid map = thinned(grid, most_rows, std::max(width, margin + 21) - margin - 1);
  std::string text = fmt::format("{:>{}}\n", "sigma_b", label_width);
  for (std::size_t row = map.size(); row-- > 0;) {
    const bool is_labelled = row + 1 == map.size() || row % 4 == 0;
    text += fmt::format("{:>{}} |", is_labelled ? tick(map[row].front().sigma_b) : "", label_width);
    for (std::size_t column = 0; column < map[row].size(); ++column) text += symbol_at(map, row, column);
    text += '\n';
  }
  text += std::string(label_width + 1, ' ') + '+' + std::string(map.front().size(), '-') + '\n';
  text += std::string(margin, ' ') + horizontal_labels(map.front()) + '\n';
  text += std::string(margin, ' ') + "sigma_w\n\n";
  return text + "  .  ordered    +  next to the edge of chaos    #  chaotic    ^  unbounded\n";
}

}  // namespace initlab
