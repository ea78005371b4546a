#include "results/run_result.hpp"

#include <fmt/format.h>

#include <bit>
#include <set>

#include "core/error.hpp"
#include "results/summary_fields.hpp"

namespace initlab {
namespace {

void demand(bool holds, const std::string& otherwise) {
  if (!holds) throw DomainError(otherwise);
}

bool same_bits(const Summary& a, const Summary& b) {
  using Bits = std::array<std::uint64_t, summary_fields.size()>;
  return std::bit_cast<Bits>(numbers_of(a)) == std::bit_cast<Bits>(numbers_of(b));
}

}  // namespace

std::size_t RunResult::points() const {
  std::size_t count = 1;
  for (const Axis& axis : axes) count *= axis.labels.size();
  return count;
}

const Summary& RunResult::at(std::size_t point, std::size_t layer, std::size_t quantity) const {
  return summaries.at((point * layers.size() + layer) * quantities.size() + quantity);
}

std::vector<std::size_t> RunResult::coordinates(std::size_t point) const {
  std::vector<std::size_t> positions(axes.size());
  for (std::size_t axis = axes.size(); axis-- > 0;) {
    const std::size_t length = axes[axis].labels.size();
    positions[axis] = point % length;
    point /= length;
  }
  return positions;
}

void check_consistency(const RunResult& result) {
  std::set<std::string> names = {"layer", "statistic"};
  for (const Axis& axis : result.axes) {
    demand(names.insert(axis.key).second, fmt::format("axis '{}' has a name that is taken", axis.key));
    demand(!axis.labels.empty(), fmt::format("axis '{}' has no values", axis.key));
    demand(axis.numbers.empty() || axis.numbers.size() == axis.labels.size(),
           fmt::format("axis '{}' has {} numbers for {} labels", axis.key, axis.numbers.size(), axis.labels.size()));
  }
  for (const Quantity& quantity : result.quantities)
    demand(names.insert(quantity.name).second, fmt::format("quantity '{}' has a name that is taken", quantity.name));

  demand(!result.layers.empty(), "a result without layers");
  for (std::size_t i = 1; i < result.layers.size(); ++i)
    demand(result.layers[i - 1] < result.layers[i],
           fmt::format("layer {} follows layer {}", result.layers[i], result.layers[i - 1]));

  const std::size_t expected = result.points() * result.layers.size() * result.quantities.size();
  demand(result.summaries.size() == expected,
         fmt::format("{} summaries for {} points, {} layers and {} quantities", result.summaries.size(),
                     result.points(), result.layers.size(), result.quantities.size()));

  const auto one_or_one_a_point = [&](std::size_t size) { return size == 1 || size == result.points(); };
  demand(one_or_one_a_point(result.manifest.engines.size()), "engines: neither one nor one a point");
  demand(one_or_one_a_point(result.manifest.trials_per_block.size()), "trials_per_block: neither one nor one a point");
}

bool identical(const RunResult& a, const RunResult& b) {
  return a.manifest == b.manifest && a.axes == b.axes && a.layers == b.layers && a.quantities == b.quantities &&
         a.missing == b.missing &&
         std::equal(a.summaries.begin(), a.summaries.end(), b.summaries.begin(), b.summaries.end(), same_bits);
}

}  // namespace initlab
