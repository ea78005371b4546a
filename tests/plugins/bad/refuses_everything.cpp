// Has no law for any layer.
#include <initlab/initializer.hpp>

struct RefusesEverything {
  initlab::Law weights(const initlab::Layer&) const { throw std::invalid_argument("not this layer"); }
};

INITLAB_INITIALIZER(RefusesEverything, "refuses_everything", "1.0", "Refuses every layer.", "none", "for tests");
