#include "conformance/host_draws.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/check.hpp"
#include "conformance/law_test.hpp"
#include "conformance/places.hpp"
#include "linear/dense_engine.hpp"
#include "linear/draw_vector.hpp"

namespace initlab {
namespace {

using Departure = std::optional<std::string>;

constexpr std::size_t side = 64;                   // of Places::some()
constexpr std::size_t numbers = 20 * side * side;  // of a normal law, a scale 1.8 % off is noticed
constexpr std::uint32_t haar_matrices = 512;       // a distribution function 0.17 off is

const char* family_of(const Law& law) {
  switch (law.family) {
    case Law::Family::constant:
      return "constant";
    case Law::Family::gaussian:
      return "normal";
    case Law::Family::uniform:
      return "uniform";
    case Law::Family::orthogonal:
      return "orthogonal";
    case Law::Family::filled:
      return "filled";
    case Law::Family::truncated_normal:
      return "truncated normal";
    case Law::Family::rademacher:
      return "Rademacher";
    case Law::Family::student_t:
      return "Student t";
  }
  return "?";
}

std::vector<double> in_double_precision(std::span<const float> drawn) { return {drawn.begin(), drawn.end()}; }

/// The first columns of a matrix, one after the other: what it makes of the first unit vectors.
std::vector<double> columns_of(RandomMatrix<float>& matrix, std::uint32_t trial, std::size_t count) {
  std::vector<float> unit_vectors(side * count, 0.0F), columns(side * count);
  for (std::size_t i = 0; i < count; ++i) unit_vectors[i * side + i] = 1.0F;
  matrix.draw(Stream{{21, 22}, trial, 1});
  matrix.forward({unit_vectors.data(), side, count}, {columns.data(), side, count});
  return in_double_precision(columns);
}

Departure departure_of_haar(const Law& law, RandomMatrix<float>& matrix) {
  DrawnHaar drawn{side, columns_of(matrix, 0, side), {}};
  for (std::uint32_t trial = 0; trial < haar_matrices; ++trial)
    drawn.corners.push_back(columns_of(matrix, trial, 1).front());
  return departure(law, drawn);
}

Departure departure_of_entries(const Law& law, RandomMatrix<float>& matrix) {
  std::vector<double> entries;
  for (std::uint32_t trial = 0; entries.size() < numbers; ++trial) {
    const std::vector<double> more = columns_of(matrix, trial, side);
    entries.insert(entries.end(), more.begin(), more.end());
  }
  return departure(law, entries);
}

Departure departure_of_biases(const Law& law) {
  std::vector<float> drawn(numbers);
  draw_vector(law, Stream{{23, 24}, 1, 1}, drawn);
  return departure(law, in_double_precision(drawn));
}

bool add(const Law& law, std::vector<Law>& laws) {
  if (std::find(laws.begin(), laws.end(), law) != laws.end()) return false;
  laws.push_back(law);
  return true;
}

[[noreturn]] void report(const std::string& subject, const char* what, const Law& law, const std::string& found,
                         const Layer& layer) {
  throw Nonconformity(fmt::format(
      "{} asks for {} {} of scale {:.6g} that single precision does not draw ({}; {}). Its numbers are those "
      "between 1e-38 and 3e38.",
      subject, family_of(law), what, law.scale, found, described(layer)));
}

}  // namespace

void HostDraws::expect_weights(const Law& stated, const Layer& layer) {
  Law law = stated;
  law.scale *= law.multiplier;
  law.multiplier = 1.0;
  if (!add(law, weights_)) return;
  const auto matrix = DenseEngine<float>(initializer_).make(law, layer);
  const Departure found =
      law.family == Law::Family::orthogonal ? departure_of_haar(law, *matrix) : departure_of_entries(law, *matrix);
  if (found) report(subject_, "weights", law, *found, layer);
}

void HostDraws::expect_biases(const Law& law, const Layer& layer) {
  if (law == constant(0.0) || !add(law, biases_)) return;
  if (const Departure found = departure_of_biases(law)) report(subject_, "biases", law, *found, layer);
}

double HostDraws::noticed_error() const {
  double worst = 0.0;
  for (const auto* laws : {&weights_, &biases_})
    for (const Law& law : *laws) worst = std::max(worst, noticed_scale_error(law, numbers));
  return worst;
}

}  // namespace initlab
