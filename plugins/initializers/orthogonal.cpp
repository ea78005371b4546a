#include <initlab/initializer.hpp>

struct Orthogonal {
  double gain = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Orthogonal::gain, "gain", initlab::non_negative, "every singular value of the matrix"));

  initlab::Law weights(const initlab::Layer&) const { return initlab::orthogonal(gain); }
};

INITLAB_INITIALIZER(
    Orthogonal, "orthogonal", "1.0",
    "Haar-distributed: orthonormal rows or columns, whichever fit. Keeps every length in a linear network.",
    "W = gain Q, Q^T Q = 1 or Q Q^T = 1",
    "Saxe, McClelland & Ganguli 2014, arXiv:1312.6120; Mezzadri 2007 for the Haar measure");
