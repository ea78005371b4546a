#include "document/edge_table.hpp"

#include <fmt/format.h>

#include <optional>

namespace initlab {
namespace {

std::string number(double value) { return fmt::format("{:.6g}", value); }

std::string rate_text(const std::optional<CorrelationRate>& rate) {
  if (!rate) return "-";
  return fmt::format("{:.6g} / l", rate->coefficient) + (rate->power == 2 ? "^2" : "");
}

}  // namespace

EdgeTable edge_table(std::span<const CriticalPoints> edges) {
  EdgeTable table{{"sigma_b", "sigma_w", "q*", "chi_1", "slope", "stable", "xi_q", "xi_c", "1 - c_l"}, {}};
  for (const CriticalPoints& edge : edges) {
    const bool is_line = edge.kind == EdgeKind::every_length;
    for (const CriticalPoint& p : edge.points)
      table.rows.push_back({number(edge.sigma_b), number(p.edge.sigma_w), is_line ? "any" : number(p.edge.q),
                            number(p.chi_1), number(p.edge.slope),
                            is_line            ? "-"
                            : p.edge.is_stable ? "yes"
                                               : "no",
                            number(p.xi_q), number(p.xi_c), rate_text(p.rate)});
    if (edge.points.empty()) table.rows.push_back({number(edge.sigma_b), "none", "", "", "", "", "", "", ""});
  }
  return table;
}

}  // namespace initlab
