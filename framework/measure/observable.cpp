#include "measure/observable.hpp"

#include <array>
#include <type_traits>

#include "measure/forward_statistics.hpp"
#include "measure/gradient_statistics.hpp"
#include "measure/pair_statistics.hpp"

namespace initlab {
namespace {

template <template <class> class Kind>
constexpr ObservableGroup group(std::string_view name, bool needs_backward, bool needs_several_inputs,
                                std::vector<Quantity> (*quantities)(std::size_t)) {
  return {name,
          needs_backward,
          needs_several_inputs,
          quantities,
          []() -> std::unique_ptr<PassRecorder<float>> { return std::make_unique<Kind<float>>(); },
          []() -> std::unique_ptr<PassRecorder<double>> { return std::make_unique<Kind<double>>(); }};
}

constexpr std::array groups{
    group<ForwardStatistics>("forward", false, false, &forward_quantities),
    group<GradientStatistics>("gradient", true, false, &gradient_quantities),
    group<PairStatistics>("correlation", false, true, &pair_quantities),
    group<GradientPairStatistics>("gradient-correlation", true, true, &gradient_pair_quantities),
};

}  // namespace

std::span<const ObservableGroup> observable_groups() { return groups; }

std::vector<Quantity> quantities_of(std::span<const ObservableGroup> chosen, std::size_t matrices) {
  std::vector<Quantity> all;
  for (const ObservableGroup& each : chosen) {
    const std::vector<Quantity> some = each.quantities(matrices);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

template <class Real>
Recorder<Real>::Recorder(std::span<const ObservableGroup> chosen, std::size_t matrices) {
  std::size_t column = 0;
  for (const ObservableGroup& each : chosen) {
    if constexpr (std::is_same_v<Real, float>)
      parts_.push_back({each.make_float(), column});
    else
      parts_.push_back({each.make_double(), column});
    column += each.quantities(matrices).size();
  }
}

template <class Real>
void Recorder<Real>::record_into(Measurement& to) {
  const std::span<double> trial = to.next_trial();
  for (Part& part : parts_) part.recorder->record_into(trial, to.quantities(), part.first_column);
}

template <class Real>
void Recorder<Real>::input(BatchView<const Real> x) {
  for (Part& part : parts_) part.recorder->input(x);
}
template <class Real>
void Recorder<Real>::forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) {
  for (Part& part : parts_) part.recorder->forward(block, h, x);
}
template <class Real>
void Recorder<Real>::signal_gradient(std::size_t block, BatchView<const Real> gradient) {
  for (Part& part : parts_) part.recorder->signal_gradient(block, gradient);
}
template <class Real>
void Recorder<Real>::preactivation_gradient(std::size_t block, BatchView<const Real> gradient) {
  for (Part& part : parts_) part.recorder->preactivation_gradient(block, gradient);
}
template <class Real>
void Recorder<Real>::weight_gradient(std::size_t block, const WeightGradient<Real>& gradient) {
  for (Part& part : parts_) part.recorder->weight_gradient(block, gradient);
}

template class Recorder<float>;
template class Recorder<double>;

}  // namespace initlab
