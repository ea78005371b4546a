#pragma once
#include <cassert>
#include <cmath>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "measure/measurement.hpp"
#include "network/pass_observer.hpp"
#include "statistics/quantity.hpp"

namespace initlab {

/// Reads some quantities off a network's passes into their columns of a trial's table.
template <class Real>
class PassRecorder : public PassObserver<Real> {
 public:
  /// Of the passes from now on, in a table of so many quantities a layer.
  void record_into(std::span<double> trial, std::size_t quantities, std::size_t first_column) {
    trial_ = trial;
    quantities_ = quantities;
    column_ = first_column;
  }

 protected:
  /// Once a trial and cell.
  void observe(std::size_t layer, std::size_t quantity, double number) {
    double& cell = trial_[layer * quantities_ + column_ + quantity];
    assert(std::isnan(cell));
    cell = number;
  }

 private:
  std::span<double> trial_;
  std::size_t quantities_ = 0, column_ = 0;
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

/// The quantities of these groups, in order: the columns of a Measurement.
std::vector<Quantity> quantities_of(std::span<const ObservableGroup> groups, std::size_t matrices);

/// Shows a network's passes to the recorders of several groups.
template <class Real>
class Recorder final : public PassObserver<Real> {
 public:
  Recorder(std::span<const ObservableGroup> groups, std::size_t matrices);
  /// The passes from now on are the next trial of `to`.
  void record_into(Measurement& to);

  void input(BatchView<const Real> x) override;
  void forward(std::size_t block, BatchView<const Real> h, BatchView<const Real> x) override;
  void signal_gradient(std::size_t block, BatchView<const Real> gradient) override;
  void preactivation_gradient(std::size_t block, BatchView<const Real> gradient) override;
  void weight_gradient(std::size_t block, const WeightGradient<Real>& gradient) override;

 private:
  struct Part {
    std::unique_ptr<PassRecorder<Real>> recorder;
    std::size_t first_column;
  };
  std::vector<Part> parts_;
};

extern template class Recorder<float>;
extern template class Recorder<double>;

}  // namespace initlab
