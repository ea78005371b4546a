#include "measure/forward_statistics.hpp"

#include <array>
#include <string>
#include <utility>

#include "measure/sample_moments.hpp"

namespace initlab {
namespace {

constexpr std::size_t moments_each = 5;  // mean, variance, second and fourth moment, kurtosis
constexpr std::size_t activation_column = moments_each;
constexpr std::size_t zero_column = 2 * moments_each, nonfinite_column = zero_column + 1;

std::array<double, moments_each> in_columns(const SampleMoments& m) {
  return {m.mean, m.variance, m.second_moment, m.fourth_moment, m.kurtosis};
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

template <class Real>
void ForwardStatistics<Real>::add_activation(std::size_t layer, BatchView<const Real> x) {
  const SampleMoments m = sample_moments(x.all());
  std::size_t column = activation_column;
  for (const double value : in_columns(m)) this->observe(layer, column++, value);
  this->observe(layer, zero_column, m.zero_fraction);
  this->observe(layer, nonfinite_column, m.nonfinite_fraction);
}

template <class Real>
void ForwardStatistics<Real>::input(BatchView<const Real> x) {
  add_activation(0, x);
}

template <class Real>
void ForwardStatistics<Real>::forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) {
  std::size_t column = 0;
  for (const double value : in_columns(sample_moments(h.all()))) this->observe(block, column++, value);
  add_activation(block, x);
}

template class ForwardStatistics<float>;
template class ForwardStatistics<double>;

}  // namespace initlab
