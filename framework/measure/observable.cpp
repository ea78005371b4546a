#include "measure/observable.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

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

bool ObservableChoice::wants(const Quantity& quantity) const {
  return only.empty() || std::ranges::find(only, quantity.name) != only.end();
}

std::vector<ObservableChoice> whole(std::span<const ObservableGroup> chosen) {
  std::vector<ObservableChoice> choices;
  for (const ObservableGroup& each : chosen) choices.push_back({each});
  return choices;
}

std::vector<Quantity> quantities_of(std::span<const ObservableChoice> choices, std::size_t matrices) {
  std::vector<Quantity> all;
  for (const ObservableChoice& choice : choices)
    for (const Quantity& quantity : choice.group.quantities(matrices))
      if (choice.wants(quantity)) all.push_back(quantity);
  return all;
}

template <class Real>
Recorder<Real>::Recorder(std::span<const ObservableChoice> choices, std::size_t matrices) {
  std::size_t column = 0;
  for (const ObservableChoice& choice : choices) {
    std::vector<std::size_t> columns;
    for (const Quantity& quantity : choice.group.quantities(matrices))
      columns.push_back(choice.wants(quantity) ? column++ : PassRecorder<Real>::unwanted);
    if constexpr (std::is_same_v<Real, float>)
      parts_.push_back(choice.group.make_float());
    else
      parts_.push_back(choice.group.make_double());
    parts_.back()->set_columns(std::move(columns));
  }
}

template <class Real>
void Recorder<Real>::record_into(Measurement& to) {
  const std::span<double> trial = to.next_trial();
  for (const auto& part : parts_) part->record_into(trial, to.quantities());
}

template <class Real>
void Recorder<Real>::input(BatchView<const Real> x) {
  for (const auto& part : parts_) part->input(x);
}
template <class Real>
void Recorder<Real>::forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) {
  for (const auto& part : parts_) part->forward(block, h, x);
}
template <class Real>
void Recorder<Real>::signal_gradient(std::size_t block, BatchView<const Real> gradient) {
  for (const auto& part : parts_) part->signal_gradient(block, gradient);
}
template <class Real>
void Recorder<Real>::preactivation_gradient(std::size_t block, BatchView<const Real> gradient) {
  for (const auto& part : parts_) part->preactivation_gradient(block, gradient);
}
template <class Real>
void Recorder<Real>::weight_gradient(std::size_t block, const WeightGradient<Real>& gradient) {
  for (const auto& part : parts_) part->weight_gradient(block, gradient);
}

template class Recorder<float>;
template class Recorder<double>;

}  // namespace initlab
