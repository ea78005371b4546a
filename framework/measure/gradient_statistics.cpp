#include "measure/gradient_statistics.hpp"

#include <string>

namespace initlab {
namespace {

enum Column : std::size_t { preactivation, signal, first_weight };

template <class Real>
double mean_square(BatchView<const Real> v) {
  return squared_length(v.all()) / static_cast<double>(v.all().size());
}

/// The sum of f(a, b) over all pairs of inputs, f being symmetric.
template <class F>
double sum_over_pairs(std::size_t inputs, const F& f) {
  double sum = 0;
  for (std::size_t a = 0; a < inputs; ++a)
    for (std::size_t b = 0; b <= a; ++b) sum += f(a, b) * (a == b ? 1.0 : 2.0);
  return sum;
}

}  // namespace

std::vector<Quantity> gradient_quantities(std::size_t matrices) {
  std::vector<Quantity> all{
      {"gradient.preactivation", "1", "mean square of dE/dh over the units of a layer and the inputs", true},
      {"gradient.activation", "1", "mean square of dE/dx over the units of a layer and the inputs", true}};
  for (std::size_t position = 1; position <= matrices; ++position) {
    const std::string number = position == 1 ? "" : "_" + std::to_string(position);
    all.push_back({"gradient.weight" + number, "1", "squared Frobenius norm of dE/dW, summed over the inputs", true});
    all.push_back({"gradient.bias" + number, "1", "squared length of dE/db, summed over the inputs", true});
  }
  return all;
}

template <class Real>
void GradientStatistics<Real>::signal_gradient(std::size_t block, BatchView<const Real> gradient) {
  at_preactivation_ = nullptr;
  if (this->wants(signal)) this->observe(block, signal, mean_square(gradient));
}

template <class Real>
void GradientStatistics<Real>::preactivation_gradient(std::size_t block, BatchView<const Real> gradient) {
  if (!this->wants(preactivation)) return;
  at_output_.set(gradient);
  at_preactivation_ = gradient.data;
  double sum = 0;
  for (std::size_t a = 0; a < gradient.count; ++a) sum += at_output_(a, a);
  this->observe(block, preactivation, sum / static_cast<double>(gradient.all().size()));
}

template <class Real>
void GradientStatistics<Real>::weight_gradient(std::size_t block, const WeightGradient<Real>& gradient) {
  const std::size_t weight = first_weight + 2 * (gradient.position - 1), bias = weight + 1;
  // Where a matrix made the preactivations, its gradient comes next and is that vector.
  const bool is_known = at_preactivation_ == gradient.at_output.data;
  at_preactivation_ = nullptr;
  if (!this->wants_any(weight, bias + 1)) return;
  if (!is_known) at_output_.set(gradient.at_output);
  const std::size_t inputs = gradient.input.count;
  if (this->wants(weight)) {
    input_.set(gradient.input);
    const double square =
        sum_over_pairs(inputs, [&](std::size_t a, std::size_t b) { return at_output_(a, b) * input_(a, b); });
    this->observe(block, weight, gradient.multiplier * gradient.multiplier * square);
  }
  if (this->wants(bias))
    this->observe(block, bias, sum_over_pairs(inputs, [&](std::size_t a, std::size_t b) { return at_output_(a, b); }));
}

template class GradientStatistics<float>;
template class GradientStatistics<double>;

}  // namespace initlab
