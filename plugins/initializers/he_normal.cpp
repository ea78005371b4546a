#include <initlab/initializer.hpp>

struct HeNormal {
  enum class Fan { in, out, average };
  enum class Gain { signal, gradient, leaky_relu };
  static constexpr double usual_slope = 0.01;
  Fan fan = Fan::in;
  Gain gain = Gain::signal;
  double slope = usual_slope;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&HeNormal::fan, "fan", "fan_in|fan_out|fan_average",
                     "fan_in keeps the signal's second moment, fan_out the gradient's (the paper's two choices)"),
      initlab::param(
          &HeNormal::gain, "gain", "signal|gradient|leaky_relu",
          "signal: g^2 = 1/E[phi(z)^2] of the network's own activation; gradient: 1/E[phi'(z)^2]; leaky_relu: "
          "2/(1 + slope^2) whatever it is (PyTorch's a). For ReLUs, leaky or not, all agree"),
      initlab::param(&HeNormal::slope, "slope", initlab::any_value, "of gain = leaky_relu only"));

  void prepare() const {
    if (slope != usual_slope && gain != Gain::leaky_relu)
      throw std::invalid_argument(
          "'slope' without gain = \"leaky_relu\" (the other gains take it from the activation). Leave it out.");
  }

  initlab::Law weights(const initlab::Layer& layer) const {
    const double units = fan == Fan::in ? layer.fan_in : fan == Fan::out ? layer.fan_out : layer.fan_average();
    const double std = 1.0 / std::sqrt(units * moment_to_keep(layer.theory));
    return initlab::gaussian(std);
  }

 private:
  /// The paper's argument for any activation: Var(W) fan E[phi(z)^2] = 1, z the preactivation at unit length.
  double moment_to_keep(const initlab::Theory& theory) const {
    if (gain == Gain::leaky_relu) return (1.0 + slope * slope) / 2.0;
    return gain == Gain::signal ? theory.second_moment(1.0) : theory.derivative_second_moment(1.0);
  }
};

INITLAB_INITIALIZER(
    HeNormal, "he_normal", "1.1",
    "Normal weights that keep the second moment through the network's own activation: 2/fan_in for ReLU.",
    "W_ij ~ N(0, g^2/fan), g^2 = 1/E[phi(z)^2]: 2 for ReLU, 2/(1 + slope^2) for leaky ReLU",
    "He, Zhang, Ren & Sun 2015, arXiv:1502.01852, eqs. 10 and 14");
