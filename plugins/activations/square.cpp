#include <initlab/activation.hpp>

struct Square {
  template <class T>
  T operator()(T z) const {
    return z * z;
  }
  template <class T>
  T derivative(T z) const {
    return T(2) * z;
  }

  double mean(double q) const { return q; }
  double second_moment(double q) const { return 3.0 * q * q; }
  double derivative_second_moment(double q) const { return 4.0 * q; }

  // E[u1^2 u2^2] = q^2 (1 + 2 c^2), by Wick's theorem.
  double kernel(double q, double d) const { return q * q * (1.0 + 2.0 * (1.0 - d) * (1.0 - d)); }
  double derivative_kernel(double q, double d) const { return 4.0 * q * (1.0 - d); }
  double kernel_deficit(double q, double d) const { return 2.0 * q * q * d * (2.0 - d); }
};

INITLAB_ACTIVATION(
    Square, "square", "1.0",
    "Square: for teachers and phase retrieval. It has no stable length: deep plain networks of it vanish "
    "or overflow doubly exponentially.",
    "phi(z) = z^2", "Livni, Shalev-Shwartz & Shamir 2014, NIPS, arXiv:1410.1141");
