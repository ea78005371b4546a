#pragma once
#include <cmath>
#include <span>
#include <string_view>

#include "experiment/settings.hpp"
#include "results/prediction.hpp"
#include "statistics/quantity.hpp"

namespace initlab {

/// How near a number at this width comes to what the networks do.
enum class Order {
  exact,     ///< but for rounding
  first,     ///< in 1/n, so that the second is left out
  infinite,  ///< only the limit is known, so that the first is left out
};

/// Fills a table of predictions by the names of its quantities; those that were not asked for are passed over.
class PredictionWriter {
 public:
  PredictionWriter(PointPrediction& into, std::span<const Quantity> quantities, Precision precision)
      : into_(into), quantities_(quantities), rounding_(precision == Precision::float32 ? 1e-5 : 1e-11) {}

  /// `prediction` with its allowance for the order it has, relative to `scale` (its own value without one), and beta.
  void put(std::size_t layer, std::string_view name, Prediction prediction, Order order, double beta) {
    put(layer, name, prediction, order, beta, std::abs(prediction.mean()));
  }
  void put(std::size_t layer, std::string_view name, Prediction prediction, Order order, double beta, double scale) {
    const std::size_t q = position(name);
    if (q == quantities_.size() || !is_representable(prediction)) return;  // NaN is not either
    const double relative = left_out(order, beta);
    prediction.relative_allowance = relative;
    // Theory that may be off by as much as it says is not tested; a first order as large as the zeroth is worth
    // nothing.
    if (relative >= 1.0 && order == Order::first)
      prediction.finite_width = prediction.standard_deviation = prediction.log_mean = prediction.log_std = std::nan("");
    prediction.allowance = relative < 1.0 ? prediction.allowance + (relative + rounding_) * scale : HUGE_VAL;
    prediction.log_allowance = relative < 1.0 ? prediction.log_allowance + rounding_ : HUGE_VAL;
    into_.at(layer, q) = prediction;
  }

  /// The relative size of what `order` leaves out (prediction.hpp).
  static double left_out(Order order, double beta) {
    constexpr double factor = 2.0;
    return order == Order::exact ? 0.0 : factor * beta * (order == Order::first ? beta : 1.0);
  }

 private:
  // Outside, entries of networks under- or overflow: a mean square is that of numbers between 1e-37 and 1e37.
  static bool is_representable(const Prediction& prediction) {
    const double size = std::abs(prediction.infinite_width);
    return size == 0.0 || (size > 1e-70 && size < 1e70);
  }
  std::size_t position(std::string_view name) const {
    std::size_t q = 0;
    while (q < quantities_.size() && quantities_[q].name != name) ++q;
    return q;
  }

  PointPrediction& into_;
  std::span<const Quantity> quantities_;
  double rounding_;
};

}  // namespace initlab
