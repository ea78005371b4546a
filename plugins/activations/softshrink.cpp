#include <cmath>
#include <initlab/activation.hpp>
#include <numbers>
#include <vector>

// E phi^2 has a closed form as well, but where sqrt(q) is far below lambda it is a small difference of large terms:
// quadrature is more accurate.
struct Softshrink {
  double lambda = 0.5;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Softshrink::lambda, "lambda", initlab::within(0.0, 1e3),
                     "How much is taken off the size of z, and up to where nothing is left; 0 gives the identity."));
  std::vector<double> kinks() const {
    return lambda == 0.0 ? std::vector<double>{} : std::vector<double>{-lambda, lambda};
  }

  template <class T>
  T operator()(T z) const {
    const T l = T(lambda);
    return z > l ? z - l : z < -l ? z + l : z - z;
  }
  // At the kinks phi' is 0, as PyTorch has it, but the identity has none. NaN stays NaN.
  template <class T>
  T derivative(T z) const {
    const T size = initlab::math::abs(z);
    return size > T(lambda) ? T(1) : size <= T(lambda) ? T(lambda == 0.0) : z;
  }

  double mean(double) const { return 0.0; }
  double derivative_second_moment(double q) const { return std::erfc(lambda / std::sqrt(2.0 * q)); }
};

INITLAB_ACTIVATION(
    Softshrink, "softshrink", "1.0",
    "Soft shrinkage: zero up to lambda, then the identity moved towards zero; one step of sparse coding.",
    "phi(z) = sign(z) max(|z| - lambda, 0)",
    "Donoho & Johnstone 1994, Biometrika 81; in networks: Gregor & LeCun 2010, ICML");
