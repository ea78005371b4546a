#include "document/activation_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "document/edge_table.hpp"
#include "document/markdown.hpp"
#include "document/published_gains.hpp"
#include "document/record_text.hpp"

namespace initlab {
namespace {

using Align = MarkdownTable::Align;

std::string snippet_section(const PluginRecord& record, const ResolvedArguments& arguments) {
  return "## In an experiment\n\n" +
         markdown_block(fmt::format("trials = 100\n\n[network]\ndepth = 20\nwidth = 200\nactivation = {}\n"
                                    "initializer = \"he_normal\"\n",
                                    toml_choice(record, arguments)),
                        "toml") +
         "\n";
}

std::string moment_section(const ActivationFacts& facts) {
  MarkdownTable table({{"moment"}, {"value", Align::right}, {"computed by"}});
  for (const KnownMoment& moment : facts.moments)
    table.add_row({markdown_code(moment.name), eight_digits(moment.value),
                   moment.is_closed_form ? "the plugin's closed form" : "quadrature"});
  return "## Gaussian moments\n\nOf `phi(z)`, `z` standard normal (length `q = 1`), with the default parameters.\n\n" +
         table.text() + "\n";
}

std::string gain_text(double gain) { return std::isfinite(gain) ? eight_digits(gain) : "none"; }

std::string deviation(double published, double exact) {
  return std::isfinite(exact) ? fmt::format("{:+.3f} %", 100.0 * (published / exact - 1.0)) : "";
}

std::string gain_section(const PluginRecord& record, const ActivationFacts& facts) {
  MarkdownTable exact({{"gain"}, {"exact", Align::right}, {"what it keeps"}});
  exact.add_row({"`1/sqrt(E[phi^2])`", gain_text(facts.gain()), "the mean square of signals (He et al. 2015)"});
  exact.add_row({"`1/sqrt(Var[phi])`", gain_text(facts.spread_gain()), "their variance (NFNet)"});
  exact.add_row({"`1/sqrt(E[phi'^2])`", gain_text(facts.gradient_gain()), "the mean square of gradients"});
  std::string text = "## Gains\n\nThe `g` of weights `N(0, g^2/fan_in)`.\n\n" + exact.text() + "\n";

  MarkdownTable published(
      {{"published in"}, {"for"}, {"published", Align::right}, {"exact", Align::right}, {"off by", Align::right}});
  for (const PublishedGain& gain : published_gains(record.id)) {
    const bool is_spread = gain.of == PublishedGain::Of::spread;
    const double of_phi = is_spread ? facts.spread_gain() : facts.gain();
    published.add_row({markdown_text(gain.source), is_spread ? "`1/sqrt(Var[phi])`" : "`1/sqrt(E[phi^2])`",
                       eight_digits(gain.value), gain_text(of_phi), deviation(gain.value, of_phi)});
  }
  if (published.is_empty()) return text;
  return text + "What is published, beside the exact number, which is the one used here:\n\n" + published.text() + "\n";
}

std::string kink_section(const ActivationFacts& facts) {
  std::string text = "## Kinks\n\n";
  if (facts.kinks.empty()) return text + "None: `phi` and `phi'` are smooth.\n\n";
  text += "Not smooth at ";
  for (std::size_t i = 0; i < facts.kinks.size(); ++i)
    text += fmt::format("{}{:.8g}", i == 0 ? "" : i + 1 == facts.kinks.size() ? " and " : ", ", facts.kinks[i]);
  return text + "; quadrature is split there.\n\n";
}

std::string edge_section(const PluginRecord& record, const ActivationFacts& facts) {
  std::string text = fmt::format(
      "## Edge of chaos\n\nWhere `chi_1 = 1` at a fixed point `q*` of the length map of plain networks, `Var W = "
      "sigma_w^2/fan_in`, `Var b = sigma_b^2`; `initlab critical {}` finds it for other `sigma_b` and parameters.\n\n",
      record.id);
  std::vector<CriticalPoints> with_points;  // of the others the remarks speak
  std::ranges::copy_if(facts.edges, std::back_inserter(with_points),
                       [](const CriticalPoints& edge) { return !edge.points.empty(); });
  const EdgeTable edge = edge_table(with_points);
  std::vector<MarkdownTable::Column> columns;
  for (const std::string& title : edge.titles) columns.push_back({markdown_code(title), Align::right});
  MarkdownTable table(std::move(columns));
  for (const std::vector<std::string>& row : edge.rows) table.add_row(row);
  if (!table.is_empty()) text += table.text() + "\n";
  for (const std::string& sentence : remarks(facts.edges)) text += markdown_text(sentence) + "\n\n";
  if (!facts.jump.empty()) text += markdown_text(facts.jump) + "\n\n";
  return text;
}

}  // namespace

std::string eight_digits(double value) { return fmt::format("{:.8g}", value); }

std::string activation_page(const PluginRecord& record, const ResolvedArguments& arguments,
                            const ActivationFacts& facts) {
  std::string text = record_head(record) + fmt::format("![phi and phi']({}.svg)\n\n", record.id) +
                     parameter_section(record) + snippet_section(record, arguments) + moment_section(facts) +
                     gain_section(record, facts) + kink_section(facts) + edge_section(record, facts);
  text.pop_back();  // one line feed at the end
  return text;
}

}  // namespace initlab
