#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "cli/activation_choice.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/critical_points.hpp"
#include "cli/number_list.hpp"
#include "cli/terminal.hpp"
#include "results/text_table.hpp"

namespace initlab {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* usual_sigma_b = "0,0.05,0.1,0.2,0.3,0.5,1";

CommandSpec spec() {
  CommandSpec spec{
      "critical",
      "Computes the edge of chaos of an activation: the sigma_w, for each sigma_b, at which signals and gradients "
      "of a deep plain network neither grow nor fade. Var W = sigma_w^2 / fan_in, Var b = sigma_b^2.",
      {"ACTIVATION"},
      {{"sigma-b", "LIST", std::string("bias scales with commas between them; ") + usual_sigma_b + " where not given"},
       {"json", "", "prints JSON, for programs; an infinite depth scale is null there"}}};
  for (OptionSpec& option : activation_options()) spec.options.push_back(std::move(option));
  return spec;
}

std::string number(double value) { return fmt::format("{:.6g}", value); }

std::string rate_text(const std::optional<CorrelationRate>& rate) {
  if (!rate) return "-";
  return fmt::format("{:.6g} / l", rate->coefficient) + (rate->power == 2 ? "^2" : "");
}

std::string table_text(const std::vector<CriticalPoints>& edges, const ReportStyle& style) {
  TextTable table(
      {{"sigma_b"}, {"sigma_w"}, {"q*"}, {"chi_1"}, {"slope"}, {"stable"}, {"xi_q"}, {"xi_c"}, {"1 - c_l"}});
  for (const CriticalPoints& edge : edges) {
    const bool is_line = edge.kind == EdgeKind::every_length;
    for (const CriticalPoint& p : edge.points)
      table.add_row({number(edge.sigma_b), number(p.edge.sigma_w), is_line ? "any" : number(p.edge.q), number(p.chi_1),
                     number(p.edge.slope),
                     is_line            ? "-"
                     : p.edge.is_stable ? "yes"
                                        : "no",
                     number(p.xi_q), number(p.xi_c), rate_text(p.rate)});
    if (edge.points.empty()) table.add_row({number(edge.sigma_b), "none", "", "", "", "", "", "", ""});
  }
  return table.text(style);
}

std::string paragraph(const std::string& sentence, const ReportStyle& style) {
  return sentence.empty() ? "" : "\n" + wrapped(sentence, style.width) + "\n";
}

/// One sentence for each remark, with all the sigma_b it is about.
std::string remarks_text(const std::vector<CriticalPoints>& edges, const ReportStyle& style) {
  std::vector<std::pair<std::string, std::string>> grouped;
  for (const CriticalPoints& edge : edges) {
    const std::string text = remark(edge);
    if (text.empty()) continue;
    const auto same = std::ranges::find(grouped, text, &std::pair<std::string, std::string>::first);
    if (same == grouped.end())
      grouped.emplace_back(text, number(edge.sigma_b));
    else
      same->second += ", " + number(edge.sigma_b);
  }
  std::string result;
  for (const auto& [text, sigma_b] : grouped) result += paragraph("At sigma_b = " + sigma_b + " " + text + ".", style);
  return result;
}

Json number_or_null(double number) { return std::isfinite(number) ? Json(number) : Json(nullptr); }

Json to_json(const CriticalPoint& point) {
  const auto rate = [&] { return Json{{"coefficient", point.rate->coefficient}, {"power", point.rate->power}}; };
  return {{"sigma_w", point.edge.sigma_w},
          {"q", point.edge.q},
          {"chi_1", point.chi_1},
          {"slope", point.edge.slope},
          {"is_stable", point.edge.is_stable},
          {"xi_q", number_or_null(point.xi_q)},
          {"xi_c", number_or_null(point.xi_c)},
          {"correlation_rate", point.rate ? rate() : Json(nullptr)}};
}

Json to_json(const CriticalPoints& edge) {
  Json points = Json::array();
  for (const CriticalPoint& point : edge.points) points.push_back(to_json(point));
  return {{"sigma_b", edge.sigma_b},
          {"every_length", edge.kind == EdgeKind::every_length},
          {"points", points},
          {"remark", remark(edge)}};
}

std::string json_text(const ChosenActivation& chosen, const std::vector<CriticalPoints>& edges) {
  Json parameters = Json::object(), all = Json::array();
  for (const auto& [name, value] : chosen.arguments.values)
    std::visit([&](const auto& v) { parameters[name] = v; }, value);
  for (const CriticalPoints& edge : edges) all.push_back(to_json(edge));
  const Json document{{"activation", chosen.id}, {"parameters", parameters}, {"edge_of_chaos", all}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::vector<CommandSpec> critical_specs() { return {spec()}; }

ExitCode critical_command(std::span<const std::string> arguments) {
  const CommandLine line(spec(), arguments);
  const ReportStyle style = output_style();
  if (line.wants_help()) return print(help_text(spec(), style.width)), ExitCode::success;
  const std::vector<double> sigma_b = parse_scales("sigma-b", line.text("sigma-b").value_or(usual_sigma_b));
  const ChosenActivation chosen = choose_activation(line);
  const Moments phi(*chosen.activation);
  std::vector<CriticalPoints> edges;
  for (const double scale : sigma_b) edges.push_back(critical_points(phi, scale));
  if (line.has("json"))
    print(json_text(chosen, edges));
  else
    print(bold(chosen.label, style) + "\n\n" + table_text(edges, style) + remarks_text(edges, style) +
          paragraph(jump_remark(phi), style));
  return ExitCode::success;
}

}  // namespace initlab
