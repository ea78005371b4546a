#include <initlab/activation.hpp>

struct Identity {
  template <class T>
  T operator()(T z) const {
    return z;
  }
  double mean(double) const { return 0.0; }
  double second_moment(double q) const { return q; }
  double derivative_second_moment(double) const { return 1.0; }
  double kernel(double q, double one_minus_c) const { return q * (1.0 - one_minus_c); }
  double derivative_kernel(double, double) const { return 1.0; }
  double kernel_deficit(double q, double one_minus_c) const { return q * one_minus_c; }
};

INITLAB_ACTIVATION(Identity, "identity", "1.0", "No nonlinearity: a deep linear network.", "phi(z) = z",
                   "Saxe, McClelland & Ganguli 2014, arXiv:1312.6120");
