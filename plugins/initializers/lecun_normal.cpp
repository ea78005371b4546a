#include <initlab/initializer.hpp>

struct LecunNormal {
  initlab::Law weights(const initlab::Layer& layer) const { return initlab::gaussian(1.0 / std::sqrt(layer.fan_in)); }
};

INITLAB_INITIALIZER(LecunNormal, "lecun_normal", "1.0",
                    "Normal weights of variance 1/fan_in: a linear layer keeps the variance of its input.",
                    "W_ij ~ N(0, 1/fan_in)", "LeCun, Bottou, Orr & Mueller 1998, Efficient BackProp, section 4.6");
