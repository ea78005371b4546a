#include "document/index_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "document/activation_page.hpp"
#include "document/made_by.hpp"
#include "document/markdown.hpp"
#include "document/record_text.hpp"

namespace initlab {
namespace {

using Align = MarkdownTable::Align;

std::string link_to(const PluginRecord& record) {
  return fmt::format("[{}]({}s/{}.md)", markdown_text(record.id), to_string(record.kind), record.id);
}

/// "1.34257 (0.05)": sigma_w at the first sigma_b that has a stable point without a remark, or where every length is
/// one.
std::string edge_text(const std::vector<CriticalPoints>& edges) {
  for (const CriticalPoints& edge : edges)
    for (const CriticalPoint& point : edge.points)
      if (edge.kind == EdgeKind::every_length || (point.edge.is_stable && remark(edge).empty()))
        return fmt::format("{:.6g} ({:.6g})", point.edge.sigma_w, edge.sigma_b);
  return "-";
}

}  // namespace

std::string index_page(const std::vector<ListedActivation>& activations,
                       const std::vector<ListedInitializer>& initializers) {
  std::string text = fmt::format(
      "<!-- {} -->\n\n# Activations and initializers\n\nA page for each, made from its record and from what initlab "
      "computes of it. `initlab plugins show ID` prints the record.\n",
      made_by);
  MarkdownTable phi({{"activation"},
                     {"phi"},
                     {"gain", Align::right},
                     {"sigma_w (sigma_b) at the edge", Align::right},
                     {"what it is"}});
  for (const ListedActivation& each : activations)
    phi.add_row({link_to(each.record), markdown_code(each.record.formula),
                 std::isfinite(each.gain) ? eight_digits(each.gain) : "none", edge_text(each.edges),
                 markdown_text(first_sentence(each.record.summary))});
  if (!phi.is_empty())
    text +=
        "\n## Activations\n\nThe gain is `1/sqrt(E[phi(z)^2])`, `z` standard normal. The edge of chaos is that at the "
        "smallest of the usual `sigma_b` with a point of use (docs/theory.md). All with default parameters.\n\n" +
        phi.text();
  MarkdownTable laws({{"initializer"}, {"law"}, {"depends on"}, {"what it is"}});
  for (const ListedInitializer& each : initializers)
    laws.add_row({link_to(each.record), markdown_code(each.record.formula),
                  each.depends_on.empty() ? "-" : markdown_text(each.depends_on),
                  markdown_text(first_sentence(each.record.summary))});
  if (!laws.is_empty()) text += "\n## Initializers\n\n" + laws.text();
  return text;
}

}  // namespace initlab
