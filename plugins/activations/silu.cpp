#include <initlab/activation.hpp>
#include <limits>

struct Silu {
  double beta = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Silu::beta, "beta", initlab::within(1e-3, 1e3),
                     "The sharpness, as in Swish: 1.702 comes close to GELU, a large one to ReLU."));

  template <class T>
  T operator()(T z) const {
    const T bounded = initlab::math::max(z, std::numeric_limits<T>::lowest());  // -infinity times 0 would be NaN
    return bounded * initlab::math::sigmoid(T(beta) * z);
  }
  template <class T>
  T derivative(T z) const {
    using limits = std::numeric_limits<T>;
    const T bounded = initlab::math::min(initlab::math::max(z, limits::lowest()), limits::max());
    const T gate = initlab::math::sigmoid(T(beta) * z);
    return gate + bounded * (T(beta) * gate * initlab::math::sigmoid(T(-beta) * z));
  }
};

INITLAB_ACTIVATION(Silu, "silu", "1.0",
                   "Sigmoid linear unit, or Swish: z times its sigmoid, smooth and with a dip below zero.",
                   "phi(z) = z / (1 + exp(-beta z))",
                   "Elfwing, Uchibe & Doya 2018, Neural Networks 107, arXiv:1702.03118; beta: Ramachandran, Zoph & Le "
                   "2017, arXiv:1710.05941");
