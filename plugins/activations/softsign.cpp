#include <initlab/activation.hpp>
#include <limits>

struct Softsign {
  static constexpr auto kinks = std::array{0.0};  // phi'' jumps from 2 to -2

  template <class T>
  T operator()(T z) const {
    using limits = std::numeric_limits<T>;
    // Infinity over infinity would be NaN.
    const T bounded = initlab::math::min(initlab::math::max(z, limits::lowest()), limits::max());
    return bounded / (T(1) + initlab::math::abs(bounded));
  }
  template <class T>
  T derivative(T z) const {
    const T inverse = T(1) / (T(1) + initlab::math::abs(z));
    return inverse * inverse;
  }

  double mean(double) const { return 0.0; }
};

INITLAB_ACTIVATION(Softsign, "softsign", "1.0",
                   "Softsign: from -1 to 1 like tanh, but approaching its limits slowly, like 1/z.",
                   "phi(z) = z / (1 + |z|)",
                   "Bergstra, Desjardins, Lamblin & Bengio 2009, technical report 1337, Universite de Montreal");
