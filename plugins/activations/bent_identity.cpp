#include <initlab/activation.hpp>
#include <limits>

struct BentIdentity {
  // sqrt(z^2 + 1) - 1 = z^2 / (sqrt(z^2 + 1) + 1): the difference cancels near 0, and the square overflows far away.
  template <class T>
  T operator()(T z) const {
    const T bounded = finite(z), size = initlab::math::abs(bounded);
    return z + bounded * (T(0.5) * bounded / (root(size) + T(1)));
  }
  template <class T>
  T derivative(T z) const {
    const T bounded = finite(z);
    return T(1) + T(0.5) * (bounded / root(initlab::math::abs(bounded)));
  }

 private:
  template <class T>
  static T finite(T z) {
    using limits = std::numeric_limits<T>;
    return initlab::math::min(initlab::math::max(z, limits::lowest()), limits::max());
  }
  /// sqrt(size^2 + 1)
  template <class T>
  static T root(T size) {
    const T larger = initlab::math::max(size, T(1));
    const T ratio = initlab::math::min(size, T(1)) / larger;
    return larger * initlab::math::sqrt(initlab::math::fma(ratio, ratio, T(1)));
  }
};

INITLAB_ACTIVATION(BentIdentity, "bent_identity", "1.0",
                   "Bent identity: slope 1/2 far below zero, 3/2 far above, and a smooth bend between.",
                   "phi(z) = (sqrt(z^2 + 1) - 1) / 2 + z",
                   "Known from lists of activations; it has no paper of its own");
