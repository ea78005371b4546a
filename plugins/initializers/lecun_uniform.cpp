#include <initlab/initializer.hpp>

struct LecunUniform {
  initlab::Law weights(const initlab::Layer& layer) const { return initlab::uniform(std::sqrt(3.0 / layer.fan_in)); }
};

INITLAB_INITIALIZER(LecunUniform, "lecun_uniform", "1.0",
                    "Uniform weights of variance 1/fan_in: a linear layer keeps the variance of its input.",
                    "W_ij ~ U(-b, b), b = sqrt(3/fan_in)",
                    "LeCun, Bottou, Orr & Mueller 1998, Efficient BackProp, section 4.6");
