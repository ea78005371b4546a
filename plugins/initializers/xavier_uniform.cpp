#include <initlab/initializer.hpp>

struct XavierUniform {
  double gain = 1.0;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&XavierUniform::gain, "gain", initlab::positive, "multiplies the bound"));

  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::uniform(gain * std::sqrt(3.0 / layer.fan_average()));
  }
};

INITLAB_INITIALIZER(XavierUniform, "xavier_uniform", "1.0",
                    "Uniform weights of variance 2/(fan_in + fan_out): the normalised initialisation of the paper.",
                    "W_ij ~ U(-b, b), b = gain sqrt(6 / (fan_in + fan_out))", "Glorot & Bengio 2010, AISTATS, eq. 16");
