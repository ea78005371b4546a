#include <initlab/initializer.hpp>

struct HeNormal {
  enum class Fan { in, out, average };
  Fan fan = Fan::in;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&HeNormal::fan, "fan", "fan_in|fan_out|fan_average",
                     "fan_in keeps the signal's second moment, fan_out the gradient's (the paper's two choices)"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double units = fan == Fan::in ? layer.fan_in : fan == Fan::out ? layer.fan_out : layer.fan_average();
    // The paper's argument for any activation: Var(W) fan E[phi(z)^2] = 1, z the preactivation at unit length.
    const double std = 1.0 / std::sqrt(units * layer.theory.second_moment(1.0));
    return initlab::gaussian(std);
  }
};

INITLAB_INITIALIZER(
    HeNormal, "he_normal", "1.0",
    "Normal weights that keep the second moment through the network's own activation: 2/fan_in for ReLU.",
    "W_ij ~ N(0, g^2/fan), g^2 = 1/E[phi(z)^2]: 2 for ReLU, 2/(1 + slope^2) for leaky ReLU",
    "He, Zhang, Ren & Sun 2015, arXiv:1502.01852, eqs. 10 and 14");
