#include "theory/gaussian_expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "theory/kronrod_rule.hpp"
#include "theory/panels.hpp"

namespace initlab {
namespace {

constexpr double target_error = 1e-13;
// Single precision, for an activation that computes in it: far below what a simulation resolves.
constexpr double acceptable_error = 1e-7;
constexpr double epsilon = std::numeric_limits<double>::epsilon();

// 60 halvings carry a panel around a jump nobody declared below the spacing of doubles.
constexpr int most_rounds = 60;
constexpr std::size_t most_evaluations = 4'000'000;

// A tail panel with less than this share of E|f| cannot change a digit.
constexpr double negligible_share = 1e-17;
constexpr double tail_step = 3.0;

// What the rule says about (f(z) + f(-z)) times the density on one panel, or on several together.
struct Sums {
  double integral = 0.0;
  double error = 0.0;
  double magnitude = 0.0;  // of f(z) + f(-z)
  double size = 0.0;       // of |f(z)| + |f(-z)|; what rounding is relative to

  Sums& operator+=(const Sums& other) {
    integral += other.integral;
    error += other.error;
    magnitude += other.magnitude;
    size += other.size;
    return *this;
  }
};

struct MeasuredPanel {
  Panel panel;
  Sums sums;
};

// f on many panels with one call. A panel's points are its 21 nodes and then their mirror images.
class PanelBatch {
 public:
  explicit PanelBatch(const BatchFunction& f) : f_(f) {}

  void measure(std::vector<MeasuredPanel>& panels) {
    z_.resize(panels.size() * points_per_panel);
    values_.resize(z_.size());
    for (std::size_t p = 0; p < panels.size(); ++p) place(panels[p].panel, &z_[p * points_per_panel]);
    f_(z_, values_);
    evaluations_ += z_.size();
    for (std::size_t p = 0; p < panels.size(); ++p)
      panels[p].sums = integrate(panels[p].panel, &z_[p * points_per_panel], &values_[p * points_per_panel]);
  }

  std::size_t evaluations() const { return evaluations_; }

 private:
  static constexpr std::size_t nodes = KronrodRule::size;
  static constexpr std::size_t points_per_panel = 2 * nodes;

  void place(Panel panel, double* z) const {
    const double middle = 0.5 * (panel.begin + panel.end);
    const double half = 0.5 * panel.width();
    for (std::size_t i = 0; i < nodes; ++i) {
      z[i] = middle + half * rule_.nodes[i];
      z[nodes + i] = -z[i];
    }
  }

  Sums integrate(Panel panel, const double* z, const double* f) const {
    Sums sums;
    double difference = 0.0;
    for (std::size_t i = 0; i < nodes; ++i) {
      const double density = std::exp(-0.5 * z[i] * z[i]);
      const double right = f[i] * density;
      const double left = f[nodes + i] * density;
      const double both = right + left;
      sums.integral += rule_.weights[i] * both;
      difference += rule_.error_weights[i] * both;
      sums.magnitude += rule_.weights[i] * std::abs(both);
      sums.size += rule_.weights[i] * (std::abs(right) + std::abs(left));
    }
    if (std::isnan(sums.size)) throw_nan(z, f);
    const double scale = 0.5 * panel.width() / std::sqrt(2.0 * std::numbers::pi);
    sums.integral *= scale;
    sums.magnitude *= scale;
    sums.size *= scale;
    sums.error = kronrod_error(scale * std::abs(difference), sums.magnitude);
    return sums;
  }

  [[noreturn]] static void throw_nan(const double* z, const double* f) {
    const double* nan = std::find_if(f, f + points_per_panel, [](double value) { return std::isnan(value); });
    throw DomainError(
        fmt::format("the integrand of a Gaussian expectation is NaN at z = {}. Make it finite there.", z[nan - f]));
  }

  const BatchFunction& f_;
  const KronrodRule& rule_ = kronrod_rule();
  std::vector<double> z_;
  std::vector<double> values_;
  std::size_t evaluations_ = 0;
};

Sums total_of(const Sums& settled, const std::vector<MeasuredPanel>& active) {
  Sums total = settled;
  for (const MeasuredPanel& panel : active) total += panel.sums;
  return total;
}

bool is_settled(const Sums& panel, const Sums& total) {
  // A sixteenth: a handful of panels is near its limit at a time.
  const double wanted = target_error / 16.0 * total.magnitude;
  const double rounding = 2.0 * epsilon * panel.size;
  return panel.error <= std::max(wanted, rounding);
}

// Rounding noise in f shows as an error that no longer falls. Compared with the largest of several earlier rounds,
// because across an undeclared jump the error falls by half a round only on average.
bool has_stalled(const std::vector<double>& errors) {
  constexpr std::ptrdiff_t from = 9;
  constexpr std::ptrdiff_t to = 4;
  if (std::ssize(errors) < from) return false;
  return errors.back() > 0.5 * *std::max_element(errors.end() - from, errors.end() - to);
}

ExpectationEstimate estimate_of(const Sums& total, std::size_t evaluations) {
  return {total.integral, total.error, total.magnitude, evaluations};
}

double overflowed(const Sums& total) {
  if (std::isnan(total.integral))
    throw ConvergenceError(
        "a Gaussian expectation has no value (its integrand overflows with both signs). Use a smaller scale.");
  return total.integral;
}

}  // namespace

bool is_acceptable(const ExpectationEstimate& estimate, const IntegrandShape& shape) {
  return std::isinf(estimate.value) ||
         estimate.error <= std::max(acceptable_error * estimate.magnitude, shape.absolute_floor);
}

ExpectationEstimate estimate_gaussian_expectation(const BatchFunction& f, const IntegrandShape& shape, int rounds) {
  if (!(shape.width > 0.0))
    throw DomainError(
        fmt::format("a Gaussian integrand of width {} (it is the distance over which the integrand "
                    "changes). Give a positive one.",
                    shape.width));
  PanelBatch batch(f);
  std::vector<MeasuredPanel> active;
  for (const Panel& panel : graded_panels(shape.kinks, shape.width)) active.push_back({panel, {}});
  double reach = active.back().panel.end;
  Sums settled;
  std::vector<double> errors;

  for (;;) {
    batch.measure(active);
    const Sums total = total_of(settled, active);
    const ExpectationEstimate estimate = estimate_of(total, batch.evaluations());
    if (!std::isfinite(total.size)) return {overflowed(total), 0.0, total.size, batch.evaluations()};
    errors.push_back(total.error);
    if (std::ssize(errors) > rounds || batch.evaluations() > most_evaluations) return estimate;
    if (is_acceptable(estimate, shape) && has_stalled(errors)) return estimate;

    std::vector<MeasuredPanel> next;
    bool tail_matters = false;
    for (const auto& [panel, sums] : active) {
      if (panel.end == reach) tail_matters = sums.size > negligible_share * total.size;
      if (is_settled(sums, total)) {
        settled += sums;
      } else {
        const double middle = 0.5 * (panel.begin + panel.end);
        next.push_back({{panel.begin, middle}, {}});
        next.push_back({{middle, panel.end}, {}});
      }
    }
    if (tail_matters && reach < farthest_reach) {
      const double end = std::min(reach + tail_step, farthest_reach);
      next.push_back({{reach, end}, {}});
      reach = end;
    }
    if (next.empty()) return estimate;
    active = std::move(next);
  }
}

double gaussian_expectation(const BatchFunction& f, const IntegrandShape& shape) {
  const ExpectationEstimate estimate = estimate_gaussian_expectation(f, shape, most_rounds);
  if (!is_acceptable(estimate, shape))
    throw ConvergenceError(fmt::format(
        "a Gaussian expectation did not converge: {} +- {} after {} evaluations (the integrand has a pole, oscillates "
        "too fast, or carries rounding noise). Declare its kinks, or compute it more accurately.",
        estimate.value, estimate.error, estimate.evaluations));
  return estimate.value;
}

}  // namespace initlab
