// A copy of depth_scaled without its factor 1/sqrt(L) of residual branches.
#include <initlab/initializer.hpp>

struct ForgetsTheDepth {
  initlab::Law weights(const initlab::Layer& layer) const { return initlab::gaussian(1.0 / std::sqrt(layer.fan_in)); }
};

INITLAB_INITIALIZER(ForgetsTheDepth, "forgets_the_depth", "1.0", "Depth-scaled weights that do not know the depth.");
