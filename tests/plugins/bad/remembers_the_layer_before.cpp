// Its law depends on the layer that it was asked about before.
#include <atomic>
#include <initlab/initializer.hpp>

struct RemembersTheLayerBefore {
  initlab::Law weights(const initlab::Layer& layer) const {
    static std::atomic<unsigned> before = 1;
    return initlab::gaussian(1.0 / before.exchange(layer.index));
  }
};

INITLAB_INITIALIZER(RemembersTheLayerBefore, "remembers_the_layer_before", "1.0", "Remembers what it was asked.",
                    "W_ij ~ N(0, 1 / (index of the layer before)^2)", "for tests");
