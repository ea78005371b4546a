#pragma once
#include <cassert>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "measure/measurement.hpp"
#include "network/pass_observer.hpp"
#include "statistics/quantity.hpp"

namespace initlab {

/// Reads the wanted ones of a group's quantities off a network's passes into their columns of a trial's table.
template <class Real>
class PassRecorder : public PassObserver<Real> {
 public:
  static constexpr std::size_t unwanted = std::numeric_limits<std::size_t>::max();

  /// The column of each of the group's quantities, or `unwanted`.
  void set_columns(std::vector<std::size_t> columns) { columns_ = std::move(columns); }
  /// Of the passes from now on, in a table of so many quantities a layer.
  void record_into(std::span<double> trial, std::size_t quantities) {
    trial_ = trial;
    quantities_ = quantities;
  }

 protected:
  bool wants(std::size_t quantity) const { return columns_[quantity] != unwanted; }
  bool wants_any(std::size_t first, std::size_t end) const {
    for (; first < end; ++first)
      if (wants(first)) return true;
    return false;
  }
  /// Once a trial and cell; a number that is not wanted is dropped.
  void observe(std::size_t layer, std::size_t quantity, double number) {
    if (!wants(quantity)) return;
    double& cell = trial_[layer * quantities_ + columns_[quantity]];
    assert(std::isnan(cell));
    cell = number;
  }

 private:
  std::vector<std::size_t> columns_;
  std::span<double> trial_;
  std::size_t quantities_ = 0;
};

/// A group of quantities that is asked for by one name in an experiment file (measure.observables).
struct ObservableGroup {
  std::string_view name;
  bool needs_backward;
  bool needs_several_inputs;
  /// Its columns; `matrices` is the largest number of weight matrices in a block of the experiment's networks.
  std::vector<Quantity> (*quantities)(std::size_t matrices);
  std::unique_ptr<PassRecorder<float>> (*make_float)();
  std::unique_ptr<PassRecorder<double>> (*make_double)();
};

/// The known groups, in the order of their columns.
std::span<const ObservableGroup> observable_groups();

/// What is wanted of a group.
struct ObservableChoice {
  ObservableGroup group;
  std::vector<std::string> only = {};  ///< names of the quantities; all where there are none

  bool wants(const Quantity& quantity) const;
};

/// All quantities of these groups.
std::vector<ObservableChoice> whole(std::span<const ObservableGroup> groups);

/// The wanted quantities, in the order of the groups and in that within them: the columns of a Measurement.
std::vector<Quantity> quantities_of(std::span<const ObservableChoice> choices, std::size_t matrices);

/// Shows a network's passes to the recorders of several groups.
template <class Real>
class Recorder final : public PassObserver<Real> {
 public:
  Recorder(std::span<const ObservableChoice> choices, std::size_t matrices);
  /// The passes from now on are the next trial of `to`.
  void record_into(Measurement& to);

  void input(BatchView<const Real> x) override;
  void forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) override;
  void signal_gradient(std::size_t block, BatchView<const Real> gradient) override;
  void preactivation_gradient(std::size_t block, BatchView<const Real> gradient) override;
  void weight_gradient(std::size_t block, const WeightGradient<Real>& gradient) override;

 private:
  std::vector<std::unique_ptr<PassRecorder<Real>>> parts_;
};

extern template class Recorder<float>;
extern template class Recorder<double>;

}  // namespace initlab
