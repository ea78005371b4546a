#include "audit/audit.hpp"

#include <algorithm>
#include <numeric>

#include "audit/judge.hpp"

namespace initlab {
namespace {

constexpr double shown_confidence = 0.95;
constexpr std::size_t tests_a_matrix = 3;  // mean, standard deviation, distribution

/// A matrix without its entries, and where in the file it is.
struct Found {
  std::size_t position;
  WeightMatrix matrix;
};

std::vector<Found> survey(const WeightFile& file, Layout layout, std::vector<OtherArray>& others) {
  std::vector<std::size_t> order(file.names().size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order,
                    [&](std::size_t a, std::size_t b) { return natural_less(file.names()[a], file.names()[b]); });
  std::vector<Found> found;
  for (const std::size_t position : order) {
    const std::string& name = file.names()[position];
    NumberArray array = file.read(position);
    OtherArray other{.name = name, .type = array.type, .shape = array.shape, .moments = {}};
    if (array.shape.size() < 2) other.moments = entry_moments(array.numbers);
    if (auto matrix = matrix_of(name, std::move(array), layout)) {
      matrix->entries = {};
      found.push_back({position, *std::move(matrix)});
    } else {
      others.push_back(std::move(other));
    }
  }
  return found;
}

MatrixAudit examined(const WeightMatrix& matrix, const Place& place, const AuditOptions& options, double level) {
  MatrixAudit found;
  found.place = place;
  found.place.layer.theory = options.theory;
  found.moments = entry_moments(matrix.entries);
  found.fit = fit_family(matrix, found.moments, level);
  if (found.moments.count > 1 && found.moments.std > 0.0)
    found.std_interval = std_interval(found.moments.std, found.moments.count, found.moments.kurtosis, shown_confidence);
  found.repetition = repetition(matrix);
  found.precision = precision(matrix, found.moments);
  if (options.claims != nullptr) found.claim = claimed_law(*options.claims, found.place.layer);
  judge_matrix(matrix, found, options, level);
  return found;
}

}  // namespace

Judgement AuditResult::worst() const {
  Judgement worst = Judgement::ok;
  for (const MatrixAudit& matrix : matrices) worst = std::max(worst, matrix.opinion.judgement);
  return worst;
}

AuditResult audit(const WeightFile& file, const AuditOptions& options) {
  AuditResult result;
  std::vector<Found> found = survey(file, options.layout, result.others);
  std::vector<const WeightMatrix*> matrices;
  std::vector<LeadingNumbers> leading;
  for (Found& each : found) {
    matrices.push_back(&each.matrix);
    leading.push_back({std::move(each.matrix.leading), each.matrix.rows * each.matrix.columns});
    each.matrix.leading = {};
  }
  if (found.empty()) return result;
  const std::vector<Place> places = places_of(matrices, options.places);
  result.tests = tests_a_matrix * found.size() + pairs_compared(leading);
  result.level = sidak_level(options.false_alarms, result.tests);

  std::vector<ScaledMatrix> scaled;
  for (std::size_t i = 0; i < found.size(); ++i) {
    {
      const auto matrix = matrix_of(found[i].matrix.name, file.read(found[i].position), options.layout);
      result.matrices.push_back(examined(*matrix, places[i], options, result.level));
    }
    result.matrices.back().matrix = std::move(found[i].matrix);
    const WeightMatrix& shape = result.matrices.back().matrix;
    scaled.push_back({places[i], result.matrices.back().moments.std, shape.fan_in, shape.fan_out});
  }
  result.relatives = find_relatives(leading, result.level);
  judge_relatives(result);
  result.depth = depth_factor(scaled);
  judge_depth(result, options);
  return result;
}

}  // namespace initlab
