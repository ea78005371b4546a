#include <initlab/activation.hpp>
#include <limits>

struct TanhShrink {
  template <class T>
  T operator()(T z) const {
    const T size = initlab::math::abs(z);
    return size < T(1) ? near_zero(z) : z - initlab::math::tanh(z);
  }
  template <class T>
  T derivative(T z) const {
    const T slope = initlab::math::tanh(z);
    return slope * slope;
  }

  double mean(double) const { return 0.0; }

 private:
  // For |z| < 1, where the difference cancels: z - tanh z = (z cosh z - sinh z) / cosh z, and both are sums of positive
  // terms, 2k z^(2k+1) / (2k+1)! from k = 1 and z^(2k) / (2k)! from k = 0. The eleventh is below 1e-18.
  template <class T>
  static T near_zero(T z) {
    const T square = z * z;
    T numerator = T(0), cosh = T(0);
    double factorial = 51090942171709440000.0;  // 21!
    for (int k = 10; k >= 0; --k) {
      numerator = initlab::math::fma(numerator, square, T(2 * k / factorial));
      factorial /= 2 * k + 1;
      cosh = initlab::math::fma(cosh, square, T(1.0 / factorial));
      factorial /= k > 0 ? 2 * k : 1;
    }
    return z * (numerator / cosh);
  }
};

INITLAB_ACTIVATION(TanhShrink, "tanh_shrink", "1.0",
                   "What tanh takes away from its input: flat like z^3/3 at 0 and of slope 1 far away, so that small "
                   "signals vanish.",
                   "phi(z) = z - tanh(z)", "Collobert, Kavukcuoglu & Farabet 2011, Torch7, BigLearn NIPS workshop");
