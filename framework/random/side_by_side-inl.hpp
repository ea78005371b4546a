// Several vectors on one way. Part of a Highway kernel: included once for every target.
#if defined(INITLAB_RANDOM_SIDE_BY_SIDE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef INITLAB_RANDOM_SIDE_BY_SIDE_INL
#undef INITLAB_RANDOM_SIDE_BY_SIDE_INL
#else
#define INITLAB_RANDOM_SIDE_BY_SIDE_INL
#endif

#include <hwy/highway.h>

#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Vectors that all go through the same long chain of operations, each taking a step before any takes the next. One
/// after the other they would mostly wait: a processor looks about a hundred instructions ahead, a chain is as long,
/// and a multiplication takes three or four cycles of which it blocks half a one.
template <class V, std::size_t count>
struct SideBySide {
  V vector[count];
};

/// The step f of each; the arguments are those of one vector.
template <class F, std::size_t count, class... V>
HWY_INLINE auto each(F f, const SideBySide<V, count>&... x) {
  SideBySide<decltype(f(x.vector[0]...)), count> y;
  HWY_UNROLL(8)
  for (std::size_t i = 0; i < count; ++i) y.vector[i] = f(x.vector[i]...);
  return y;
}

/// The polynomial in x with these coefficients, highest power first: Horner's rule with fused multiply-adds.
template <class D, std::size_t count, class... Real>
HWY_INLINE SideBySide<hn::Vec<D>, count> polynomial(D d, const SideBySide<hn::Vec<D>, count>& x, hn::TFromD<D> highest,
                                                    Real... others) {
  auto sum = each([&](hn::Vec<D>) { return hn::Set(d, highest); }, x);
  const auto go_on = [&](hn::TFromD<D> coefficient) {
    sum = each([&](hn::Vec<D> y, hn::Vec<D> z) { return hn::MulAdd(y, z, hn::Set(d, coefficient)); }, sum, x);
  };
  (go_on(others), ...);
  return sum;
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
