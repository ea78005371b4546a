#include <initlab/activation.hpp>
#include <limits>

/// With w = exp(-|z|), which never overflows: tanh(log(1 + exp z)) = n / (n + r), where n = 1 + 2 w, r = 2 w^2 for
/// z >= 0, and n = w (2 + w), r = 2 for z < 0. All terms are positive: nothing cancels.
struct Mish {
  template <class T>
  T operator()(T z) const {
    const T bounded = initlab::math::max(z, std::numeric_limits<T>::lowest());  // -infinity times 0 would be NaN
    const auto [n, r, w] = parts(z);
    return bounded * (n / (n + r));
  }
  // phi' = t + z (1 - t^2) sigmoid(z), t = n / (n + r), 1 - t^2 = r (2 n + r) / (n + r)^2.
  template <class T>
  T derivative(T z) const {
    using limits = std::numeric_limits<T>;
    const T bounded = initlab::math::min(initlab::math::max(z, limits::lowest()), limits::max());
    const auto [n, r, w] = parts(z);
    const T inverse = T(1) / (n + r);
    const T sigmoid = (z < T(0) ? w : T(1)) / (T(1) + w);
    return inverse * (n + bounded * (r * (T(2) * n + r) * inverse * sigmoid));
  }

 private:
  template <class T>
  struct Parts {
    T n, r, w;
  };
  template <class T>
  static Parts<T> parts(T z) {
    const T w = initlab::math::exp(-initlab::math::abs(z));
    return {z < T(0) ? w * (T(2) + w) : T(1) + T(2) * w, z < T(0) ? T(2) : T(2) * w * w, w};
  }
};

INITLAB_ACTIVATION(Mish, "mish", "1.0",
                   "Mish: z times the tanh of its softplus, smooth and with a dip below zero like SiLU.",
                   "phi(z) = z tanh(log(1 + exp(z)))", "Misra 2020, BMVC, arXiv:1908.08681");
