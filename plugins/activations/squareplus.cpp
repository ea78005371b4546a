#include <cmath>
#include <initlab/activation.hpp>
#include <limits>
#include <vector>

struct Squareplus {
  double b = 4.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Squareplus::b, "b", initlab::within(0.0, 1e6),
                     "The square of the width of the bend: 0 gives ReLU, 4 the second derivative of softplus at 0."));
  std::vector<double> kinks() const { return b == 0.0 ? std::vector<double>{0.0} : std::vector<double>{}; }

  template <class T>
  T operator()(T z) const {
    return parts(z).value;
  }
  // (1 + z / r) / 2, which is phi / r.
  template <class T>
  T derivative(T z) const {
    using limits = std::numeric_limits<T>;
    const auto [value, r] = parts(initlab::math::min(initlab::math::max(z, limits::lowest()), limits::max()));
    return value / initlab::math::max(r, limits::min());
  }

  // z r is odd: what is left of the square is (2 z^2 + b) / 4.
  double second_moment(double q) const { return 0.5 * q + 0.25 * b; }

 private:
  template <class T>
  struct Parts {
    T value, r;
  };
  /// phi and r = sqrt(z^2 + b), whose square may not overflow.
  template <class T>
  Parts<T> parts(T z) const {
    const T size = initlab::math::abs(z), root_b = T(std::sqrt(b));
    const T larger = initlab::math::max(size, root_b);
    const T ratio = initlab::math::min(size, root_b) / initlab::math::max(larger, std::numeric_limits<T>::min());
    const T r = larger * initlab::math::sqrt(initlab::math::fma(ratio, ratio, T(1)));
    // z + r cancels below zero.
    const T below = (T(0.5) * root_b) * (root_b / initlab::math::max(size + r, std::numeric_limits<T>::min()));
    return {z < T(0) ? below : T(0.5) * z + T(0.5) * r, r};
  }
};

INITLAB_ACTIVATION(Squareplus, "squareplus", "1.0",
                   "Squareplus: a smooth ReLU like softplus, from a square root and no exponential.",
                   "phi(z) = (z + sqrt(z^2 + b)) / 2", "Barron 2021, arXiv:2112.11687");
