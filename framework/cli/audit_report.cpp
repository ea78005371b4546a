#include "cli/audit_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/config_text.hpp"
#include "results/text_table.hpp"

namespace initlab {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word(Judgement judgement) {
  return judgement == Judgement::ok ? "OK" : judgement == Judgement::suspect ? "SUSPECT" : "WRONG";
}

std::string shape_text(const std::vector<std::size_t>& shape) {
  std::string text;
  for (const std::size_t axis : shape) text += (text.empty() ? "" : "x") + std::to_string(axis);
  return text.empty() ? "1" : text;
}

std::string family_text(const FamilyFit& fit) {
  if (fit.family == Family::truncated_normal) return fmt::format("normal in {0:g}s", fit.truncation);
  if (fit.family == Family::orthogonal) return fmt::format("orthogonal {:.0e}", fit.orthogonality.error);
  return family_name(fit.family);
}

std::string matrices_text(const AuditResult& result, const ReportStyle& style) {
  TextTable table({{"matrix", Align::left},
                   {"shape"},
                   {"std"},
                   {"95 %"},
                   {"mean"},
                   {"family", Align::left},
                   {"verdict", Align::left}});
  for (const MatrixAudit& m : result.matrices)
    table.add_row({shortened(m.matrix.name), shape_text(m.matrix.shape), fmt::format("{:.5g}", m.moments.std),
                   fmt::format("{:.5g} .. {:.5g}", m.std_interval.low, m.std_interval.high),
                   fmt::format("{:.1e}", m.moments.mean), family_text(m.fit), std::string(word(m.opinion.judgement))});
  return table.text(style);
}

/// One sentence for all matrices of which the same is to be said; the worst come first.
std::string reasons_text(const AuditResult& result, const ReportStyle& style) {
  constexpr std::size_t named = 3;
  std::string text;
  for (const Judgement judgement : {Judgement::wrong, Judgement::suspect, Judgement::ok}) {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    for (const MatrixAudit& m : result.matrices) {
      if (m.opinion.judgement != judgement) continue;
      auto group = std::ranges::find_if(groups, [&](const auto& g) { return g.first == m.opinion.reason; });
      if (group == groups.end()) group = groups.insert(group, {m.opinion.reason, {}});
      group->second.push_back(shortened(m.matrix.name));
    }
    for (const auto& [reason, names] : groups) {
      std::string list;
      for (std::size_t i = 0; i < std::min(names.size(), named); ++i) list += (i == 0 ? "" : ", ") + names[i];
      if (names.size() > named) list += fmt::format(" and {} more", names.size() - named);
      text += wrapped(fmt::format("{} {}: {}.", word(judgement), list, reason), style.width, 2) + "\n";
    }
  }
  return text;
}

std::string others_text(const AuditResult& result) {
  std::string text;
  for (const OtherArray& other : result.others) {
    text += shortened(other.name) + " (" + shape_text(other.shape) + " " + other.type + ")";
    if (other.moments.count == 0)
      text += " is not looked at\n";
    else if (other.moments.std == 0.0)
      text += fmt::format(" is {:g} everywhere\n", other.moments.mean);
    else
      text += fmt::format(" differs from zero: mean {:.3g}, standard deviation {:.3g}\n", other.moments.mean,
                          other.moments.std);
  }
  return text;
}

std::string depth_text(const AuditResult& result, const ReportStyle& style) {
  if (!result.depth) return "";
  const DepthFactor& d = *result.depth;
  std::string rule = d.agrees_with.empty()     ? "agrees with no rule of depth"
                     : d.agrees_with == "none" ? "there is no depth factor"
                     : d.agrees_with == "zero" ? "they are zeros"
                                               : "agrees with " + d.agrees_with;
  return "\n" +
         wrapped(fmt::format("Depth: {} matrices end a branch in {} blocks; beside the others in branches their "
                             "standard deviation is {:.4g} times as large: {}.",
                             d.last_matrices, d.blocks, d.factor, rule),
                 style.width) +
         "\n";
}

std::string counts_text(const AuditResult& result, double false_alarms, const ReportStyle& style) {
  int counts[3] = {};
  for (const MatrixAudit& m : result.matrices) ++counts[static_cast<int>(m.opinion.judgement)];
  return "\n" +
         wrapped(fmt::format("{} OK, {} SUSPECT, {} WRONG. {} tests at level {:.1e} each: a file that follows its "
                             "rules is accused with probability {:g} at most.",
                             counts[0], counts[1], counts[2], result.tests, result.level, false_alarms),
                 style.width) +
         "\n";
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json to_json(const EntryMoments& m) {
  return {{"count", m.count},
          {"nonfinite", m.nonfinite},
          {"zeros", m.zeros},
          {"mean", number(m.mean)},
          {"std", number(m.std)},
          {"kurtosis", number(m.kurtosis)},
          {"smallest", number(m.smallest)},
          {"largest", number(m.largest)}};
}

Json to_json(const FamilyFit& fit) {
  Json json{{"name", family_name(fit.family)}, {"p_value", number(fit.p_value)}, {"zero_fraction", fit.zero_fraction}};
  if (fit.family == Family::truncated_normal) json["truncation"] = fit.truncation;
  if (fit.family == Family::orthogonal) {
    json["gain"] = fit.orthogonality.gain;
    json["error"] = fit.orthogonality.error;
  }
  return json;
}

std::string_view role_name(Layer::Role role) {
  constexpr std::string_view names[] = {"plain", "branch_first", "branch_inner", "branch_last", "skip", "readout"};
  return names[static_cast<std::size_t>(role)];
}

Json to_json(const MatrixAudit& m) {
  Json json{{"name", m.matrix.name},
            {"type", m.matrix.type},
            {"shape", m.matrix.shape},
            {"fan_in", m.matrix.fan_in},
            {"fan_out", m.matrix.fan_out},
            {"role", m.place.is_embedding ? "embedding" : role_name(m.place.layer.role)},
            {"index", m.place.layer.index},
            {"blocks", m.place.layer.blocks},
            {"entries", to_json(m.moments)},
            {"std_interval", {m.std_interval.low, m.std_interval.high}},
            {"family", to_json(m.fit)},
            {"agrees_with", m.agrees_with},
            {"claimed_std", m.claim && m.claim->kind != ClaimedLaw::Kind::nothing ? Json(m.claim->std) : Json(nullptr)},
            {"verdict", word(m.opinion.judgement)},
            {"reason", m.opinion.reason}};
  return json;
}

Json relatives_json(const AuditResult& result) {
  constexpr std::string_view kinds[] = {"equal", "scaled", "leading_part", "correlated"};
  Json list = Json::array();
  for (const Relative& pair : result.relatives)
    list.push_back({{"kind", kinds[static_cast<std::size_t>(pair.kind)]},
                    {"first", result.matrices[pair.first].matrix.name},
                    {"second", result.matrices[pair.second].matrix.name},
                    {"correlation", pair.correlation},
                    {"factor", number(pair.factor)}});
  return list;
}

}  // namespace

std::string audit_text(const AuditResult& result, const AuditOptions& options, const ReportStyle& style) {
  std::string text;
  if (options.claims != nullptr)
    text += bold("Against " + options.claims->name(), style) + " with " + options.activation.name + "\n\n";
  if (result.matrices.empty()) return text + "No matrix of floating numbers in this file.\n\n" + others_text(result);
  text += matrices_text(result, style) + "\n" + reasons_text(result, style);
  if (!result.others.empty()) text += "\n" + others_text(result);
  return text + depth_text(result, style) + counts_text(result, options.false_alarms, style);
}

std::string audit_json(const AuditResult& result, const AuditOptions& options) {
  Json matrices = Json::array(), others = Json::array(), depth;
  for (const MatrixAudit& m : result.matrices) matrices.push_back(to_json(m));
  for (const OtherArray& other : result.others)
    others.push_back(
        {{"name", other.name}, {"type", other.type}, {"shape", other.shape}, {"entries", to_json(other.moments)}});
  if (result.depth)
    depth = {{"blocks", result.depth->blocks},
             {"last_matrices", result.depth->last_matrices},
             {"factor", result.depth->factor},
             {"spread", result.depth->spread},
             {"agrees_with", result.depth->agrees_with}};
  const Json document{{"claims", options.claims == nullptr ? Json(nullptr) : Json(options.claims->name())},
                      {"activation", options.activation.name},
                      {"verdict", word(result.worst())},
                      {"tests", result.tests},
                      {"level", result.level},
                      {"matrices", matrices},
                      {"relatives", relatives_json(result)},
                      {"depth", depth},
                      {"others", others}};
  // Names come from a file and need not be UTF-8.
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace initlab
