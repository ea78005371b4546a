// Its standard deviation is zero for a fan-in of a thousand: an exponential that nobody meant.
#include <initlab/initializer.hpp>

struct Underflows {
  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::gaussian(std::exp(-static_cast<double>(layer.fan_in)));
  }
};

INITLAB_INITIALIZER(Underflows, "underflows", "1.0", "Normal, and soon nothing.", "W_ij ~ N(0, exp(-2 fan_in))",
                    "for tests");
