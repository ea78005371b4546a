#include "measure/forward_statistics.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "measure/sample_moments.hpp"

namespace initlab {
namespace {

enum Column : std::size_t { mean, variance, second_moment, fourth_moment, kurtosis, zeros, nonfinite, all_of_x };
constexpr std::size_t all_of_h = zeros;  ///< those of x follow, with the last two

std::array<double, all_of_x> in_columns(const SampleMoments& m) {
  return {m.mean, m.variance, m.second_moment, m.fourth_moment, m.kurtosis, m.zero_fraction, m.nonfinite_fraction};
}

}  // namespace

std::vector<Quantity> forward_quantities(std::size_t) {
  std::vector<Quantity> all;
  for (const auto& [prefix, of] : {std::pair{"preactivation.", "h"}, std::pair{"activation.", "x"}}) {
    const std::string name = prefix, what = std::string(" of ") + of + " over the units of a layer and the inputs";
    all.push_back({name + "mean", "1", "mean" + what, false});
    all.push_back({name + "variance", "1", "variance" + what, true});
    all.push_back({name + "second_moment", "1", "mean square" + what, true});
    all.push_back({name + "fourth_moment", "1", "mean fourth power" + what, true});
    all.push_back({name + "kurtosis", "1", "fourth central moment / variance^2" + what, true});
  }
  all.push_back({"activation.zero_fraction", "1", "share of units times inputs whose activation is exactly 0", false});
  all.push_back(
      {"activation.nonfinite_fraction", "1", "share of units times inputs that overflowed or are NaN", false});
  return all;
}

/// `count` quantities of the numbers, whose columns begin at `first`.
template <class Real>
void ForwardStatistics<Real>::add(std::size_t layer, std::size_t first, std::size_t count,
                                  BatchView<const Real> numbers) {
  if (!this->wants_any(first, first + count)) return;
  const std::size_t of_fourth_order = std::min<std::size_t>(count, nonfinite);
  const bool fourth = this->wants_any(first + fourth_moment, first + of_fourth_order);
  const auto values = in_columns(sample_moments(numbers.all(), fourth ? MomentOrder::fourth : MomentOrder::second));
  for (std::size_t i = 0; i < count; ++i) this->observe(layer, first + i, values[i]);
}

template <class Real>
void ForwardStatistics<Real>::input(BatchView<const Real> x) {
  add(0, all_of_h, all_of_x, x);
}

template <class Real>
void ForwardStatistics<Real>::forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) {
  add(block, 0, all_of_h, h);
  add(block, all_of_h, all_of_x, x);
}

template class ForwardStatistics<float>;
template class ForwardStatistics<double>;

}  // namespace initlab
