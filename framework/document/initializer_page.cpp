#include "document/initializer_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "document/markdown.hpp"
#include "document/record_text.hpp"
#include "experiment/stated_laws.hpp"
#include "linear/revealed_engine.hpp"

namespace initlab {
namespace {

using Align = MarkdownTable::Align;

std::string number(double value) { return fmt::format("{:.6g}", value); }

std::string snippet_section(const PluginRecord& record, const ResolvedArguments& arguments,
                            const ExampleNetwork& network) {
  const std::string architecture =
      network.architecture == "plain" ? "" : fmt::format("architecture = \"{}\"\n", network.architecture);
  return "## In an experiment\n\n" +
         markdown_block(fmt::format("trials = 100\n\n[network]\n{}depth = 20\nwidth = 200\nactivation = \"{}\"\n"
                                    "initializer = {}\n",
                                    architecture, network.activation, toml_choice(record, arguments)),
                        "toml") +
         "\n";
}

/// "skip 2.11474, branch 0.1"; empty where a block is x + B(x).
std::string multiplier_text(const Multipliers& multipliers) {
  std::string text;
  const auto name = [&](double value, const char* what) {
    if (value != 1.0) text += (text.empty() ? "" : ", ") + fmt::format("{} {}", what, number(value));
  };
  name(multipliers.skip, "skip");
  name(multipliers.branch, "branch");
  name(multipliers.branch_input, "branch input");
  return text;
}

/// With the deviation, which has no column of its own.
std::string bias_text(const Law& biases) {
  const bool is_random_normal = biases.family == Law::Family::gaussian && biases.scale != 0.0;
  return law_text(biases) + (is_random_normal ? ", std " + number(biases.scale) : "");
}

std::vector<std::string> row_of(const ExampleLayer& example) {
  std::vector<std::string> row{example.network, std::to_string(example.depth)};
  if (!example.spec) {
    row.insert(row.end(), {"", "", "refused", "", "", "", ""});
    return row;
  }
  const Layer& layer = example.spec->layer;
  std::string reason;
  const std::optional<StatedLaw> law = stated_law(*example.spec, reason);
  row.insert(row.end(),
             {example.matrix, fmt::format("{} → {}", layer.fan_in, layer.fan_out), law_text(example.spec->weights),
              law ? number(std::sqrt(law->weight / layer.fan_in)) : "-", law ? number(std::sqrt(law->weight)) : "-",
              bias_text(example.spec->biases), multiplier_text(example.multipliers)});
  return row;
}

/// What all examples agree on is left out: the column of multipliers where none has any.
std::string example_section(const InitializerFacts& facts) {
  if (facts.layers.empty()) return "";
  const bool has_multipliers =
      std::ranges::any_of(facts.layers, [](const ExampleLayer& layer) { return layer.multipliers != Multipliers{}; });
  std::vector<MarkdownTable::Column> columns{{"network"},
                                             {"depth", Align::right},
                                             {"matrix"},
                                             {"fan-in → fan-out", Align::right},
                                             {"law of the weights"},
                                             {"std", Align::right},
                                             {"std sqrt(fan-in)", Align::right},
                                             {"biases"},
                                             {"multipliers of the block"}};
  if (!has_multipliers) columns.pop_back();
  MarkdownTable table(columns);
  for (const ExampleLayer& layer : facts.layers) {
    std::vector<std::string> row = row_of(layer);
    row.resize(columns.size());
    table.add_row(std::move(row));
  }
  std::string text = fmt::format(
      "## The law in some networks\n\nWith the default parameters and the activation `{}`, in the last layer or block: "
      "`std` is that of a weight as the network uses it.\n\n",
      facts.network.activation);
  text += table.text() + "\n";
  std::vector<std::string> refusals;
  for (const ExampleLayer& layer : facts.layers)
    if (!layer.refusal.empty() && std::ranges::find(refusals, layer.refusal) == refusals.end())
      refusals.push_back(layer.refusal);
  for (const std::string& refusal : refusals) text += "Refused: " + markdown_text(refusal) + "\n\n";
  return text;
}

bool is_filled(const LayerSpec& spec) { return spec.weights.family == Law::Family::filled; }

/// Of matrices that the plugin fills nothing follows from what it states.
std::string dependence_text(const InitializerFacts& facts) {
  const std::string on = facts.dependence.text();
  if (std::ranges::any_of(facts.specs, is_filled)) return on.empty() ? "" : "- What it states depends on " + on + ".\n";
  if (on.empty()) return "- Its law is the same for all layers of all networks.\n";
  return "- Its law depends on " + on + (facts.dependence.depth ? ".\n" : ". It does not know the depth.\n");
}

/// Adds what is not in the list yet.
void add_once(std::vector<std::string>& list, const std::string& text) {
  if (std::ranges::find(list, text) == list.end()) list.push_back(text);
}

std::string engine_text(const std::vector<LayerSpec>& specs) {
  std::vector<std::string> reasons;
  for (const LayerSpec& spec : specs)
    if (const std::string reason = reason_not_to_reveal(spec.weights); !reason.empty()) add_once(reasons, reason);
  if (reasons.empty()) return "- Engine: `revealed` is exact for it.\n";
  return "- Engine: `dense`, because " + fmt::format("{}", fmt::join(reasons, "; ")) + ".\n";
}

std::string reach_text(WeightKind kind) {
  switch (kind) {
    case WeightKind::gaussian:
      return "infinite width, the first order in 1/n, and the spread over networks";
    case WeightKind::independent:
      return "infinite width and the first order in 1/n";
    case WeightKind::other:
      return "infinite width";
  }
  return "";
}

std::string theory_text(const std::vector<LayerSpec>& specs) {
  std::vector<std::string> texts;
  for (const LayerSpec& spec : specs) {
    std::string reason;
    const std::optional<StatedLaw> law = stated_law(spec, reason);
    add_once(texts, law ? reach_text(law->kind) : "none, because " + reason);
  }
  return "- Theory: " + fmt::format("{}", fmt::join(texts, "; ")) + ".\n";
}

std::string draw_text(const std::vector<LayerSpec>& specs) {
  if (std::ranges::all_of(specs, is_filled)) return "- It fills its matrices itself.\n";
  if (std::ranges::none_of(specs, is_filled))
    return "- Its weights are drawn by initlab from the law that it states.\n";
  return "- It fills some of its matrices itself; others are drawn from the law that it states.\n";
}

}  // namespace

std::string initializer_page(const PluginRecord& record, const ResolvedArguments& arguments,
                             const InitializerFacts& facts) {
  return record_head(record) + parameter_section(record) + snippet_section(record, arguments, facts.network) +
         example_section(facts) + "## What follows\n\n" + dependence_text(facts) + draw_text(facts.specs) +
         engine_text(facts.specs) + theory_text(facts.specs);
}

}  // namespace initlab
