#include <initlab/activation.hpp>
#include <limits>

struct Swish {
  double beta = 1.0;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&Swish::beta, "beta", initlab::within(0.0, 1e3),
                                         "The sharpness: 0 gives the linear z/2, 1 SiLU, a large one comes close to "
                                         "ReLU. The paper also trains it."));

  template <class T>
  T operator()(T z) const {
    using limits = std::numeric_limits<T>;
    // -infinity times 0 would be NaN, and so would beta = 0 times infinity.
    const T bounded = initlab::math::max(z, limits::lowest());
    return bounded * initlab::math::sigmoid(T(beta) * initlab::math::min(bounded, limits::max()));
  }
  template <class T>
  T derivative(T z) const {
    using limits = std::numeric_limits<T>;
    const T bounded = initlab::math::min(initlab::math::max(z, limits::lowest()), limits::max());
    const T gate = initlab::math::sigmoid(T(beta) * bounded);
    return gate + bounded * (T(beta) * gate * initlab::math::sigmoid(T(-beta) * bounded));
  }
};

INITLAB_ACTIVATION(Swish, "swish", "1.0",
                   "Swish: z times the sigmoid of beta z, between the linear function and ReLU. What silu is, by the "
                   "name of the paper that has beta.",
                   "phi(z) = z / (1 + exp(-beta z))", "Ramachandran, Zoph & Le 2017, arXiv:1710.05941");
