// NaN for negative inputs, without a word; also as a closed form.
#include <initlab/activation.hpp>
#include <limits>

struct ReturnsNan {
  template <class T>
  T operator()(T z) const {
    return z < T(0) ? T(std::numeric_limits<double>::quiet_NaN()) : z;
  }
  double mean(double) const { return std::numeric_limits<double>::infinity(); }
  double kernel_deficit(double, double) const { return std::numeric_limits<double>::quiet_NaN(); }
};

INITLAB_ACTIVATION(ReturnsNan, "returns_nan", "1.0", "Like a logarithm: no number for negative inputs.");
