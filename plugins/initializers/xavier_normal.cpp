#include <initlab/initializer.hpp>

struct XavierNormal {
  double gain = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&XavierNormal::gain, "gain", initlab::positive, "multiplies the standard deviation"));

  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::gaussian(gain / std::sqrt(layer.fan_average()));
  }
};

INITLAB_INITIALIZER(XavierNormal, "xavier_normal", "1.0",
                    "Normal weights of variance 2/(fan_in + fan_out): between keeping signals and keeping gradients.",
                    "W_ij ~ N(0, 2 gain^2 / (fan_in + fan_out))", "Glorot & Bengio 2010, AISTATS, eq. 12");
