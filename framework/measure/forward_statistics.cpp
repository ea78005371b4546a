#include "measure/forward_statistics.hpp"

#include <string>
#include <utility>
#include <vector>

#include "measure/sample_moments.hpp"

namespace initlab {
namespace {

constexpr std::size_t moments_each = 5;  // mean, variance, second and fourth moment, kurtosis

std::vector<Quantity> make_quantities() {
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
  all.push_back({"activation.nonfinite_fraction", "1", "share of units times inputs that overflowed or are NaN", false});
  return all;
}

template <class Real>
SampleMoments add_moments(Measurement& to, std::size_t column, std::size_t layer, BatchView<const Real> numbers) {
  const SampleMoments m = sample_moments(std::span<const Real>(numbers.all()));
  std::size_t next = column;
  for (const double value : {m.mean, m.variance, m.second_moment, m.fourth_moment, m.kurtosis})
    to.at(layer, next++).add(value);
  return m;
}

template <class Real>
void add_activation(Measurement& to, std::size_t column, std::size_t layer, BatchView<const Real> x) {
  const SampleMoments m = add_moments(to, column + moments_each, layer, x);
  to.at(layer, column + 2 * moments_each).add(m.zero_fraction);
  to.at(layer, column + 2 * moments_each + 1).add(m.nonfinite_fraction);
}

}  // namespace

std::span<const Quantity> forward_quantities() {
  static const std::vector<Quantity> quantities = make_quantities();
  return quantities;
}

template <class Real>
void record_input(Measurement& to, std::size_t column, BatchView<const Real> x) {
  add_activation(to, column, 0, x);
}

template <class Real>
void record_forward(Measurement& to, std::size_t column, std::size_t layer, BatchView<const Real> h,
                    BatchView<const Real> x) {
  add_moments(to, column, layer, h);
  add_activation(to, column, layer, x);
}

template void record_input(Measurement&, std::size_t, BatchView<const float>);
template void record_input(Measurement&, std::size_t, BatchView<const double>);
template void record_forward(Measurement&, std::size_t, std::size_t, BatchView<const float>, BatchView<const float>);
template void record_forward(Measurement&, std::size_t, std::size_t, BatchView<const double>, BatchView<const double>);

}  // namespace initlab
