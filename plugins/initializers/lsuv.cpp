#include <initlab/initializer.hpp>

struct Lsuv {
  initlab::Law weights(const initlab::Layer&) const {
    initlab::Law law = initlab::orthogonal(1.0);
    law.unit_variance = true;
    return law;
  }
};

INITLAB_INITIALIZER(
    Lsuv, "lsuv", "1.0",
    "Layer-sequential unit variance: orthonormal weights, then each layer is divided by the standard deviation "
    "of its outputs over the inputs at hand. It depends on the data, so theory has nothing to say.",
    "W = Q / std(Q x), Q^T Q = 1 or Q Q^T = 1, layer after layer from the input; biases 0",
    "Mishkin & Matas 2016, All You Need is a Good Init, arXiv:1511.06422, algorithm 1");
