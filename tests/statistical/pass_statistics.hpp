#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "network/pass_observer.hpp"

namespace initlab::testing {

/// Numbers of one forward and one backward pass, chosen so that together they see lengths, angles, single coordinates,
/// two layers at once, and what comes back against what went forth. With one input, "other" is the same input two
/// layers below.
template <class Real>
class PassStatistics final : public PassObserver<Real> {
 public:
  static std::vector<std::string> names() {
    return {"log length of x_L",
            "log length of h_2",
            "mean of x_2",
            "covariance of two inputs in x_L",
            "cosine of two inputs in x_L",
            "covariance of two inputs in h_1",
            "a coordinate of x_L",
            "h_1 times h_L, a coordinate of each",
            "log lengths of h_1 and h_3 multiplied",
            "log length of the gradient at x_0",
            "log length of the gradient at x_2",
            "a coordinate of the gradient at x_0",
            "covariance of two inputs' gradients at x_0",
            "gradient times x_1",
            "gradient times x_1, multiplied by gradient times h_2",
            "a coordinate of the gradient at x_1 times that of x_1",
            "length of the gradient at x_1 over that of x_1"};
  }

  void input(BatchView<const Real> x) override {
    h_.assign(1, {});
    x_.assign(1, copy(x));
  }
  void forward(std::size_t, BatchView<const Real> h, BatchView<const Real> x) override {
    h_.push_back(copy(h));
    x_.push_back(copy(x));
    at_x_.resize(x_.size());
    at_h_.resize(x_.size());
  }
  void signal_gradient(std::size_t block, BatchView<const Real> g) override { at_x_[block] = copy(g); }
  void preactivation_gradient(std::size_t block, BatchView<const Real> g) override { at_h_[block] = copy(g); }

  std::vector<double> values() const {
    const std::size_t last = x_.size() - 1;
    // Residual blocks have widths of their own, so a layer below is compared in the coordinates that both have.
    const Signal& other_x = several() ? input(x_[last], 1) : input(x_[last - 2], 0);
    const Signal& other_h = several() ? input(h_[1], 1) : input(h_[3], 0);
    const Signal& other_g = several() ? input(at_x_[0], 1) : input(at_x_[2], 0);
    const double along = product(input(x_[last], 0), other_x);
    const double gradient_times_x = product(input(at_x_[1], 0), input(x_[1], 0));
    const double gradient_times_h = product(input(at_h_[2], 0), input(h_[2], 0));
    return {log_square(input(x_[last], 0)),
            log_square(input(h_[2], 0)),
            sum(input(x_[2], 0)),
            along,
            along / std::sqrt(square(input(x_[last], 0)) * square(other_x) + tiny),
            product(input(h_[1], 0), other_h),
            input(x_[last], 0)[3],
            input(h_[1], 0)[0] * input(h_[last], 0)[0],
            log_square(input(h_[1], 0)) * log_square(input(h_[3], 0)),
            log_square(input(at_x_[0], 0)),
            log_square(input(at_x_[2], 0)),
            input(at_x_[0], 0)[5],
            product(input(at_x_[0], 0), other_g),
            gradient_times_x,
            gradient_times_x * gradient_times_h,
            input(at_x_[1], 0)[2] * input(x_[1], 0)[2],
            std::sqrt(square(input(at_x_[1], 0)) / (square(input(x_[1], 0)) + tiny))};
  }

 private:
  // A ReLU network may lose a signal altogether: that is a number too.
  static constexpr double tiny = 1e-12;

  using Signal = std::vector<double>;
  using Batch = std::vector<Signal>;

  static Batch copy(BatchView<const Real> from) {
    Batch batch;
    for (std::size_t b = 0; b < from.count; ++b) batch.emplace_back(from.input(b), from.input(b) + from.units);
    return batch;
  }
  static const Signal& input(const Batch& batch, std::size_t b) { return batch[b]; }
  bool several() const { return x_.front().size() > 1; }
  static double product(const Signal& a, const Signal& b) {
    double total = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) total += a[i] * b[i];
    return total;
  }
  static double square(const Signal& a) { return product(a, a); }
  static double log_square(const Signal& a) { return std::log(square(a) + tiny); }
  static double sum(const Signal& a) {
    double total = 0;
    for (const double number : a) total += number;
    return total;
  }

  std::vector<Batch> h_, x_, at_x_, at_h_;  // by layer
};

}  // namespace initlab::testing
