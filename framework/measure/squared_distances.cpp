#include "measure/squared_distances.hpp"

#include "linear/lane_sums.hpp"

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {

template <class Real>
SquaredDistances distances_of(std::span<const Real> a, std::span<const Real> b, double factor) {
  const Four f = hn::Set(FourTag(), factor);
  const auto sums = sum_in_lanes<2, 4>(a.size(), [&](std::size_t i, Four* to, auto load) {
    const Four of_a = load(a.data() + i), of_b = load(b.data() + i);
    const Four scaled = hn::MulSub(of_a, f, of_b), plain = hn::Sub(of_a, of_b);
    to[0] = hn::MulAdd(scaled, scaled, to[0]);
    to[1] = hn::MulAdd(plain, plain, to[1]);
  });
  return {sums.total(0), sums.total(1)};
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

namespace initlab {

using namespace HWY_NAMESPACE;

SquaredDistances squared_distances(std::span<const float> a, std::span<const float> b, double factor) {
  return distances_of(a, b, factor);
}
SquaredDistances squared_distances(std::span<const double> a, std::span<const double> b, double factor) {
  return distances_of(a, b, factor);
}

}  // namespace initlab
