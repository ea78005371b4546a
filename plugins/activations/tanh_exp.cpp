#include <initlab/activation.hpp>
#include <limits>

struct TanhExp {
  template <class T>
  T operator()(T z) const {
    const T bounded = initlab::math::max(z, std::numeric_limits<T>::lowest());  // -infinity times 0 would be NaN
    return bounded * initlab::math::tanh(initlab::math::exp(z));
  }
  template <class T>
  T derivative(T z) const {
    // From 6 on tanh(exp z) is 1 and its derivative 0 in any precision, and infinity times 0 would be NaN.
    const T bounded = initlab::math::min(initlab::math::max(z, std::numeric_limits<T>::lowest()), T(6));
    const T e = initlab::math::exp(bounded);
    const initlab::Dual<T> gate = initlab::math::tanh(initlab::Dual<T>{e, T(1)});
    return gate.value + bounded * (e * gate.derivative);
  }
};

INITLAB_ACTIVATION(TanhExp, "tanh_exp", "1.0",
                   "TanhExp: z times the tanh of its exponential, a smooth ReLU with a small dip below zero.",
                   "phi(z) = z tanh(exp(z))", "Liu & Di 2020, arXiv:2003.09855");
