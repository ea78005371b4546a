#include "measure/observable.hpp"

#include <array>

#include "measure/forward_statistics.hpp"
#include "measure/gradient_statistics.hpp"

namespace initlab {

std::span<const ObservableGroup> observable_groups() {
  static const std::array groups{ObservableGroup{"forward", forward_quantities(), false},
                                 ObservableGroup{"gradient", gradient_quantities(), true}};
  return groups;
}

std::vector<Quantity> quantities_of(std::span<const ObservableGroup> groups) {
  std::vector<Quantity> all;
  for (const ObservableGroup& group : groups) all.insert(all.end(), group.quantities.begin(), group.quantities.end());
  return all;
}

template <class Real>
Recorder<Real>::Recorder(std::span<const ObservableGroup> groups) {
  std::size_t column = 0;
  for (const ObservableGroup& group : groups) {
    (group.name == "forward" ? forward_column_ : gradient_column_) = column;
    column += group.quantities.size();
  }
}

template <class Real>
void Recorder<Real>::input(BatchView<const Real> x) {
  if (forward_column_ != absent) record_input(*to_, forward_column_, x);
}

template <class Real>
void Recorder<Real>::forward(std::size_t layer, BatchView<const Real> h, BatchView<const Real> x) {
  if (forward_column_ != absent) record_forward(*to_, forward_column_, layer, h, x);
}

template <class Real>
void Recorder<Real>::backward(std::size_t layer, BatchView<const Real> gradient, BatchView<const Real> x_below) {
  if (gradient_column_ != absent) record_gradient(*to_, gradient_column_, layer, gradient, x_below);
}

template class Recorder<float>;
template class Recorder<double>;

}  // namespace initlab
