#include <initlab/initializer.hpp>

struct NegativeStd {
  initlab::Law weights(const initlab::Layer&) const { return initlab::gaussian(-1.0); }
};

INITLAB_INITIALIZER(NegativeStd, "negative_std", "1.0", "Weights with a negative standard deviation.");
