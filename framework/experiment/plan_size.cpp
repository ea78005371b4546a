#include "experiment/plan_size.hpp"

#include <fmt/format.h>

#include "core/error.hpp"

namespace initlab {
namespace {

// Measured as the growth of a process that plans 10^6 layers or 10^5 points.
constexpr double bytes_each_layer = 420;
constexpr double bytes_each_point = 4096;

/// Tables that are not as they should be are refused when the point is read.
double layers_of(const ConfigValue& point) {
  const ConfigValue* network = point.find("network");
  if (!network || network->kind() != ConfigKind::table) return 0;
  const ConfigValue* depth = network->find("depth");
  if (depth && depth->kind() == ConfigKind::integer) return static_cast<double>(depth->as_integer());
  const ConfigValue* widths = network->find("width");
  return widths && widths->kind() == ConfigKind::array ? static_cast<double>(widths->as_array().size()) : 0;
}

double layers_of(const std::vector<ConfigValue>& points) {
  double layers = 0;
  for (const ConfigValue& point : points) layers += layers_of(point);
  return layers;
}

}  // namespace

double plan_bytes(const std::vector<ConfigValue>& points) {
  return bytes_each_layer * layers_of(points) + bytes_each_point * static_cast<double>(points.size());
}

void check_plan_size(const std::vector<ConfigValue>& points, double limit) {
  const double bytes = plan_bytes(points);
  if (bytes <= limit) return;
  constexpr double gib = 0x1p30;
  throw UsageError(
      fmt::format("the plan of the run takes about {:.3g} GiB of memory ({:.3g} layers in {} points), and {:.3g} GiB "
                  "are left. Take fewer points or layers.",
                  bytes / gib, layers_of(points), points.size(), limit / gib));
}

}  // namespace initlab
