#include "results/verdict_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "results/known_quantities.hpp"
#include "results/layer_selection.hpp"
#include "results/number_text.hpp"
#include "results/report.hpp"
#include "results/summary_fields.hpp"
#include "results/sweep_table.hpp"
#include "results/text_table.hpp"

namespace initlab {
namespace {

std::string name_of(const Quantity& quantity, Compared compared) {
  switch (compared) {
    case Compared::mean:
      return quantity.name;
    case Compared::log_mean:
      return "log " + quantity.name;
    case Compared::square_ratio:
      return "E[y²]/E[y]² of " + quantity.name;
  }
  return quantity.name;
}

using Observable = std::pair<std::size_t, Compared>;

/// The first layer, the input (where it is measured), a middle one and the last.
std::set<std::size_t> shown_layers(const RunResult& result, std::size_t point) {
  const std::vector<std::size_t> measured = measured_layers(result, point);
  if (measured.empty()) return {};
  return {measured.front(), measured[std::min<std::size_t>(1, measured.size() - 1)], measured[measured.size() / 2],
          measured.back()};
}

/// Logarithms and ratios say the same of many quantities; one of each is for reading, the others are tested too.
bool is_for_reading(const Quantity& quantity, Compared compared) {
  if (compared == Compared::mean) return true;
  if (quantity.name == known::activation_second_moment) return true;
  return compared == Compared::log_mean && quantity.name == known::gradient_preactivation;
}

double severity(const Judgement& judgement) { return std::isnan(judgement.z) ? 0.0 : std::abs(judgement.z); }

/// The lines to print of a point: those of the shown layers, if any, and the worst FAIL of every observable.
std::vector<const VerdictLine*> selection(const RunResult& result, const Assessment& assessment, std::size_t point,
                                          const std::set<std::size_t>& layers) {
  std::map<Observable, const VerdictLine*> worst;
  for (const VerdictLine& line : assessment.lines) {
    if (line.point != point || line.judgement.verdict != Verdict::fail) continue;
    const VerdictLine*& known = worst[{line.quantity, line.compared}];
    if (!known || severity(line.judgement) > severity(known->judgement)) known = &line;
  }
  std::vector<const VerdictLine*> chosen;
  for (const VerdictLine& line : assessment.lines) {
    if (line.point != point) continue;
    const auto found = worst.find({line.quantity, line.compared});
    const bool is_shown =
        layers.contains(line.layer) && is_for_reading(result.quantities[line.quantity], line.compared);
    if (is_shown || (found != worst.end() && found->second == &line)) chosen.push_back(&line);
  }
  std::ranges::stable_sort(chosen, [](const VerdictLine* a, const VerdictLine* b) {
    return std::tuple(a->quantity, a->compared, a->layer) < std::tuple(b->quantity, b->compared, b->layer);
  });
  return chosen;
}

std::vector<std::string> cells_of(const std::string& layer, const std::string& name, const Judgement& j) {
  return {layer,
          name,
          with_error(j.measured, j.standard_error),
          brief(j.infinite_width),
          brief(j.finite_width),
          std::isnan(j.z) ? "" : fmt::format("{:+.2f}", j.z),
          percent(j.relative_difference),
          std::string(to_string(j.verdict))};
}

std::string layer_name(const RunResult& result, std::size_t layer) {
  return result.layers[layer] == 0 ? "input" : fmt::format("{}", result.layers[layer]);
}

/// "Verdict -, no theory: preactivation.kurtosis, ..." of the quantities measured at this point; empty if all have one.
std::string without_theory(const RunResult& result, const PointPrediction& prediction, std::size_t point) {
  const std::vector<std::size_t> layers = measured_layers(result, point);
  std::string names;
  for (std::size_t q = 0; q < result.quantities.size(); ++q) {
    const auto predicted = [&](std::size_t layer) {
      return layer < prediction.layers() && prediction.at(layer, q).exists();
    };
    const auto measured = [&](std::size_t layer) { return trials_of(result.at(point, layer, q)) > 0; };
    if (std::ranges::none_of(layers, predicted) && std::ranges::any_of(layers, measured))
      names += (names.empty() ? "" : ", ") + result.quantities[q].name;
  }
  return names.empty() ? "" : "Verdict -, no theory: " + names + ".";
}

std::string point_section(const RunResult& result, const PointPrediction& prediction, const Assessment& assessment,
                          std::size_t point, const ReportStyle& style) {
  const std::string title = point_title(result, point);
  std::string text = title.empty() ? "" : '\n' + bold(wrapped(title, style.width), style) + '\n';
  if (!prediction.reason.empty()) return text + wrapped(prediction.reason_sentence(), style.width) + '\n';
  TextTable table({{"layer"},
                   {"observable", Align::left},
                   {"measured"},
                   {"infinite width"},
                   {"this width"},
                   {"z"},
                   {"difference"},
                   {"verdict", Align::left}});
  const auto lines = selection(result, assessment, point, shown_layers(result, point));
  for (const VerdictLine* line : lines)
    table.add_row(cells_of(layer_name(result, line->layer), name_of(result.quantities[line->quantity], line->compared),
                           line->judgement));
  if (!lines.empty()) text += table.text(style);
  const std::string others = without_theory(result, prediction, point);
  return text + (others.empty() ? "" : wrapped(others, style.width) + '\n');
}

std::string failed_points(const RunResult& result, const Assessment& assessment, const ReportStyle& style) {
  TextTable table({{"point", Align::left}, {"layer"}, {"observable", Align::left}, {"measured"}, {"theory"}, {"z"}});
  bool any = false;
  for (std::size_t point = 0; point < result.points(); ++point)
    for (const VerdictLine* line : selection(result, assessment, point, {})) {
      const Judgement& j = line->judgement;
      table.add_row(
          {point_title(result, point), layer_name(result, line->layer),
           name_of(result.quantities[line->quantity], line->compared), with_error(j.measured, j.standard_error),
           brief(std::isnan(j.finite_width) ? j.infinite_width : j.finite_width), fmt::format("{:+.2f}", j.z)});
      any = true;
    }
  return any ? "The worst FAIL of each observable:\n" + table.text(style) : "";
}

std::string summary(const Assessment& assessment) {
  if (assessment.lines.empty()) return "Nothing was compared with theory.";
  const std::size_t failed = assessment.count(Verdict::fail), unreliable = assessment.count(Verdict::unreliable);
  std::string text =
      fmt::format("Verdict: {}. {} compared with theory: {} PASS, {} FAIL, {} UNRELIABLE.",
                  failed > 0                            ? "FAIL"
                  : assessment.count(Verdict::pass) > 0 ? "PASS"
                                                        : "UNRELIABLE",
                  counted(assessment.lines.size(), "number"), assessment.count(Verdict::pass), failed, unreliable);
  text += fmt::format(" A correct run has a FAIL with probability {:g} at most ({:.2g} a number).",
                      assessment.family_level, assessment.level);
  if (unreliable > 0) text += " UNRELIABLE: too few trials for so wide or skewed a law over networks.";
  return text;
}

/// Means that theory predicts no better than to their own size.
std::size_t untested(const RunResult& result, const std::vector<PointPrediction>& predictions) {
  std::size_t count = 0;
  for (std::size_t point = 0; point < predictions.size(); ++point)
    for (std::size_t layer = 0; layer < predictions[point].layers(); ++layer)
      for (std::size_t q = 0; q < result.quantities.size(); ++q) {
        const Prediction& p = predictions[point].at(layer, q);
        count += p.exists() && std::isinf(p.allowance) && result.at(point, layer, q).count > 0 ? 1 : 0;
      }
  return count;
}

/// The largest relative allowances of the means that were compared.
std::string allowances(const std::vector<PointPrediction>& predictions, const Assessment& assessment) {
  double known = 0.0, unknown = 0.0;
  for (const VerdictLine& line : assessment.lines) {
    const Prediction& p = predictions[line.point].at(line.layer, line.quantity);
    double& largest = std::isnan(p.finite_width) ? unknown : known;
    if (line.compared == Compared::mean) largest = std::max(largest, p.relative_allowance);
  }
  std::string text;
  if (known > 0.0) text += fmt::format(" up to {} where the first order in 1/n is known", percent(known));
  if (unknown > 0.0)
    text += fmt::format("{} up to {} where only infinite width is", text.empty() ? "" : ",", percent(unknown));
  return text.empty() ? "Theory is exact at this width; only rounding is allowed for."
                      : "Allowed for the orders of 1/n that theory leaves out:" + text + ".";
}

}  // namespace

std::string verdict_report(const RunResult& result, const std::vector<PointPrediction>& predictions,
                           const Assessment& assessment, const ReportStyle& style) {
  std::string text = bold("Theory", style) + '\n';
  if (const std::string subject = subject_of(predictions); !subject.empty())
    text += wrapped(subject, style.width) + '\n';
  if (result.points() <= most_point_tables)
    for (std::size_t point = 0; point < result.points(); ++point)
      text += point_section(result, predictions[point], assessment, point, style);
  else
    text += failed_points(result, assessment, style);
  text += '\n' + wrapped(summary(assessment), style.width) + '\n';
  if (const std::size_t count = untested(result, predictions); count > 0)
    text += wrapped(fmt::format("Not tested: {}, predicted but for networks too deep for their width (verdict -).",
                                counted(count, "number")),
                    style.width) +
            '\n';
  if (!assessment.lines.empty()) text += dim(wrapped(allowances(predictions, assessment), style.width), style) + '\n';
  return text;
}

}  // namespace initlab
