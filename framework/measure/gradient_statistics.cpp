#include "measure/gradient_statistics.hpp"

#include <array>

#include "measure/sample_moments.hpp"

namespace initlab {
namespace {

template <class Real>
double inner(BatchView<const Real> v, std::size_t a, std::size_t b) {
  return dot(std::span<const Real>(v.input(a), v.units), std::span<const Real>(v.input(b), v.units));
}

template <class Real>
double weight_gradient_square(BatchView<const Real> gradient, BatchView<const Real> x_below) {
  double sum = 0;
  for (std::size_t a = 0; a < gradient.count; ++a) {
    sum += inner(gradient, a, a) * inner(x_below, a, a);
    for (std::size_t b = 0; b < a; ++b) sum += 2.0 * inner(gradient, a, b) * inner(x_below, a, b);
  }
  return sum;
}

}  // namespace

std::span<const Quantity> gradient_quantities() {
  static const std::array quantities{
      Quantity{"gradient.preactivation", "1", "mean square of dE/dh over the units of a layer and the inputs", true},
      Quantity{"gradient.weight", "1", "squared Frobenius norm of dE/dW, summed over the inputs", true}};
  return quantities;
}

template <class Real>
void record_gradient(Measurement& to, std::size_t column, std::size_t layer, BatchView<const Real> gradient,
                     BatchView<const Real> x_below) {
  const std::span<const Real> all = gradient.all();
  to.at(layer, column).add(dot(all, all) / static_cast<double>(all.size()));
  to.at(layer, column + 1).add(weight_gradient_square(gradient, x_below));
}

template void record_gradient(Measurement&, std::size_t, std::size_t, BatchView<const float>, BatchView<const float>);
template void record_gradient(Measurement&, std::size_t, std::size_t, BatchView<const double>, BatchView<const double>);

}  // namespace initlab
