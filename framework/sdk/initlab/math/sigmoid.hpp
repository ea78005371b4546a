#pragma once
#include "exp.hpp"

namespace initlab::math {

/// 1 / (1 + e^-x). At most 3 ulp in both tails, with gradual underflow; non-decreasing where it saturates at 1.
template <Real T>
INITLAB_ALWAYS_INLINE T sigmoid(T x) {
  const T e = detail::exp_of_nonpositive(-detail::magnitude(x));
  return (x < T(0) ? e : T(1)) / (T(1) + e);
}
/// The derivative is sigmoid(x) sigmoid(-x), which keeps its relative accuracy where 1 - sigmoid(x) has lost it.
template <class T>
INITLAB_ALWAYS_INLINE Dual<T> sigmoid(Dual<T> x) {
  const T y = sigmoid(x.value);
  return {y, y * sigmoid(-x.value) * x.derivative};
}

}  // namespace initlab::math
