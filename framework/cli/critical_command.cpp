#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "cli/activation_choice.hpp"
#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/number_list.hpp"
#include "cli/terminal.hpp"
#include "document/edge_table.hpp"
#include "results/text_table.hpp"

namespace initlab {
namespace {

using Json = nlohmann::ordered_json;

std::string usual_list() { return fmt::format("{}", fmt::join(usual_sigma_b, ",")); }

CommandSpec spec() {
  CommandSpec spec{
      "critical",
      "Computes the edge of chaos of an activation: the sigma_w, for each sigma_b, at which signals and gradients "
      "of a deep plain network neither grow nor fade. Var W = sigma_w^2 / fan_in, Var b = sigma_b^2.",
      {"ACTIVATION"},
      {{"sigma-b", "LIST", "bias scales with commas between them; " + usual_list() + " where not given"},
       {"json", "", "prints JSON, for programs; an infinite depth scale is null there"}}};
  for (OptionSpec& option : activation_options()) spec.options.push_back(std::move(option));
  return spec;
}

std::string table_text(const std::vector<CriticalPoints>& edges, const ReportStyle& style) {
  const EdgeTable edge = edge_table(edges);
  std::vector<Column> columns;
  for (const std::string& title : edge.titles) columns.push_back({title});
  TextTable table(std::move(columns));
  for (const std::vector<std::string>& row : edge.rows) table.add_row(row);
  return table.text(style);
}

std::string paragraph(const std::string& sentence, const ReportStyle& style) {
  return sentence.empty() ? "" : "\n" + wrapped(sentence, style.width) + "\n";
}

std::string remarks_text(const std::vector<CriticalPoints>& edges, const ReportStyle& style) {
  std::string result;
  for (const std::string& sentence : remarks(edges)) result += paragraph(sentence, style);
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
  const std::vector<double> sigma_b = parse_scales("sigma-b", line.text("sigma-b").value_or(usual_list()));
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
