#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure/measurement.hpp"
#include "network/pass_observer.hpp"
#include "statistics/quantity.hpp"

namespace initlab {

/// A group of quantities that is asked for by one name in an experiment file (measure.observables).
struct ObservableGroup {
  std::string_view name;
  std::span<const Quantity> quantities;
  bool needs_backward;
};

/// The known groups, in the order of their columns.
std::span<const ObservableGroup> observable_groups();

/// The quantities of these groups, in order: the columns of a Measurement.
std::vector<Quantity> quantities_of(std::span<const ObservableGroup> groups);

/// Reads quantities off a network's passes into the accumulators of `to`.
template <class Real>
class Recorder final : public PassObserver<Real> {
 public:
  explicit Recorder(std::span<const ObservableGroup> groups);
  void record_into(Measurement& to) { to_ = &to; }

  void input(BatchView<const Real> x) override;
  void forward(std::size_t layer, BatchView<const Real> h, BatchView<const Real> x) override;
  void backward(std::size_t layer, BatchView<const Real> gradient, BatchView<const Real> x_below) override;

 private:
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);
  std::size_t forward_column_ = absent, gradient_column_ = absent;  // where each group begins
  Measurement* to_ = nullptr;
};

extern template class Recorder<float>;
extern template class Recorder<double>;

}  // namespace initlab
