#include <initlab/activation.hpp>

struct Softplus {
  double beta = 1.0;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&Softplus::beta, "beta", initlab::within(1e-3, 1e3),
                                         "The sharpness of the bend; a large one comes close to ReLU."));

  // log(1 + exp(beta z)) as it stands would overflow above and lose its digits below.
  template <class T>
  T operator()(T z) const {
    const T bend = initlab::math::log1p(initlab::math::exp(T(-beta) * initlab::math::abs(z)));
    return initlab::math::max(z, T(0)) + bend / T(beta);
  }
  template <class T>
  T derivative(T z) const {
    return initlab::math::sigmoid(T(beta) * z);
  }
};

INITLAB_ACTIVATION(Softplus, "softplus", "1.0",
                   "Softplus: a smooth ReLU, positive everywhere; its derivative is the logistic sigmoid.",
                   "phi(z) = log(1 + exp(beta z)) / beta", "Dugas, Bengio, Belisle, Nadeau & Garcia 2001, NIPS 13");
