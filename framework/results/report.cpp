#include "results/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "results/number_text.hpp"
#include "results/point_table.hpp"
#include "results/sweep_table.hpp"
#include "results/trouble.hpp"

namespace initlab {
namespace {

std::string paragraph(const std::string& text, const ReportStyle& style) { return wrapped(text, style.width) + '\n'; }

/// "revealed engine (reason)", or how many points took which.
std::string engines_text(const Manifest& manifest) {
  if (manifest.engines.size() == 1) {
    const auto& [name, reason] = manifest.engines.front();
    return reason.empty() ? fmt::format("{} engine", name) : fmt::format("{} engine ({})", name, reason);
  }
  std::map<std::string, std::uint64_t> points_of;
  for (const EngineChoice& engine : manifest.engines) ++points_of[engine.name];
  std::string text;
  for (const auto& [name, points] : points_of)
    text += fmt::format("{}{} engine at {}", text.empty() ? "" : ", ", name, counted(points, "point"));
  return text;
}

bool is_swept(const RunResult& result, std::string_view key) {
  return std::ranges::any_of(result.axes, [&](const Axis& axis) { return axis.key == key; });
}

std::string head(const RunResult& result, const ReportStyle& style) {
  const Manifest& manifest = result.manifest;
  const std::string& title = manifest.title.empty() ? manifest.experiment_name : manifest.title;
  std::string text = bold(wrapped(title, style.width), style) + '\n';
  if (!manifest.claim.empty()) text += paragraph("Claim: " + manifest.claim, style);
  const std::string points =
      result.axes.empty() ? "" : fmt::format(" at each of {}", counted(result.points(), "point"));
  const std::string trials = is_swept(result, "trials") ? "trials as swept" : counted(manifest.trials, "trial");
  const std::string seed = is_swept(result, "seed") ? "seeds as swept" : fmt::format("seed {}", manifest.seed);
  std::string setting =
      fmt::format("{}{}, {}, {}, {}.", trials, points, seed, manifest.precision, engines_text(manifest));
  for (const std::string& change : manifest.overrides)
    setting += (&change == &manifest.overrides.front() ? " Changed: " : ", ") + change;
  return text + dim(wrapped(setting, style.width), style) + '\n';
}

std::string troubles(const RunResult& result, std::size_t point, const ReportStyle& style) {
  std::string text;
  for (const Trouble& trouble : find_trouble(result, point))
    text += warning(wrapped(trouble.sentence, style.width), style) + '\n';
  return text;
}

std::string point_section(const RunResult& result, std::size_t point, const ReportStyle& style) {
  const std::string title = point_title(result, point);
  const std::string heading = title.empty() ? "" : bold(wrapped(title, style.width), style) + '\n';
  return '\n' + heading + point_table(result, point).text(style) + troubles(result, point, style);
}

std::string troubled_points(const RunResult& result, const ReportStyle& style) {
  std::string text;
  for (std::size_t point = 0; point < result.points(); ++point) {
    const std::string sentences = troubles(result, point, style);
    if (!sentences.empty()) text += '\n' + bold(point_title(result, point), style) + '\n' + sentences;
  }
  return text;
}

std::string sweep_section(const RunResult& result, const ReportStyle& style) {
  return '\n' + bold("All points", style) + '\n' + sweep_table(result).text(style) +
         dim(wrapped("per layer: factor of the typical value from one layer to the next; for grad h from the last back "
                     "to the first",
                     style.width),
             style) +
         '\n';
}

}  // namespace

std::string report(const RunResult& result, const ReportStyle& style) {
  check_consistency(result);
  std::string text = head(result, style);
  if (result.points() <= most_point_tables) {
    for (std::size_t point = 0; point < result.points(); ++point) text += point_section(result, point, style);
    text += '\n' + dim(column_legend(result, style.width), style) + '\n';
  } else {
    text += troubled_points(result, style);
  }
  if (result.points() > 1) text += sweep_section(result, style);
  return text;
}

}  // namespace initlab
