#include <fmt/format.h>

#include <limits>

#include "conformance/activation_checks.hpp"
#include "conformance/evaluate.hpp"
#include "conformance/instance.hpp"

namespace initlab {
namespace {

constexpr std::size_t points = 1201;
constexpr double range = 6.0;
// Of the largest |phi'| in the range. A central difference of fourth order at the best of seven steps is as good as
// that for functions with features down to 1e-5; an author's mistake is a percent at least.
constexpr double tolerance = 1e-6;
constexpr double rounding = 64 * std::numeric_limits<double>::epsilon();  // of |phi|, in each of its values
constexpr double steps[] = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7};

}  // namespace

std::string check_derivative(const Subject& subject, Doing& doing) {
  const auto phi = load_activation(subject, doing);
  const std::vector<double> kinks = phi->kinks();
  // An odd step: a grid of round numbers would meet kinks all the time.
  const std::vector<double> z = evenly_spaced(-range, range * 0.9983, points);
  const std::vector<double> stated = derivatives_of(*phi, z);
  const double scale = largest_size(stated);

  std::vector<double> best(points, HUGE_VAL), best_difference(points, 0.0);
  std::vector<bool> compared(points, false);
  for (const double h : steps) {
    std::vector<double> shifted[4];
    for (const double zi : z) {
      shifted[0].push_back(zi - 2 * h);
      shifted[1].push_back(zi - h);
      shifted[2].push_back(zi + h);
      shifted[3].push_back(zi + 2 * h);
    }
    std::vector<double> at[4];
    for (int k = 0; k < 4; ++k) at[k] = values_of(*phi, shifted[k]);
    for (std::size_t i = 0; i < points; ++i) {
      if (distance_to_nearest(kinks, z[i]) <= 3 * h) continue;
      const double difference = ((at[0][i] - at[3][i]) + 8 * (at[2][i] - at[1][i])) / (12 * h);
      if (!std::isfinite(difference) || !std::isfinite(stated[i])) continue;  // another check's business
      const double noise = rounding * std::max(std::abs(at[1][i]), std::abs(at[2][i])) / h;
      const double error = std::max(std::abs(difference - stated[i]) - noise, 0.0);
      compared[i] = true;
      if (error < best[i]) best[i] = error, best_difference[i] = difference;
    }
  }
  double worst = 0.0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < points; ++i) {
    if (!compared[i]) continue;
    ++count;
    if (!(best[i] <= tolerance * scale))
      throw Nonconformity(
          fmt::format("{} gives phi'({:.6g}) = {:.9g}, finite differences of phi give {:.9g}. Correct derivative(), or "
                      "leave it out: phi is then differentiated for you.",
                      subject.name(), z[i], stated[i], best_difference[i]));
    worst = std::max(worst, best[i]);
  }
  return fmt::format("phi' agrees with finite differences of phi at {} points to {:.1e} of its largest value.", count,
                     scale > 0 ? worst / scale : 0.0);
}

}  // namespace initlab
