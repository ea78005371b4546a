#include <initlab/initializer.hpp>

struct ReZero {
  double alpha = 0.0;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &ReZero::alpha, "alpha", initlab::any_value, "what every branch is multiplied by: 0 in the paper"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double gain =
        layer.role == initlab::Layer::Role::skip ? 1.0 : 1.0 / std::sqrt(layer.theory.second_moment(1.0));
    return initlab::gaussian(gain / std::sqrt(layer.fan_in));
  }
  initlab::Multipliers multipliers(const initlab::Layer&) const { return {.branch = alpha}; }
};

INITLAB_INITIALIZER(
    ReZero, "rezero", "1.0",
    "Every branch is multiplied by a trained number that starts at zero: signals and gradients pass any depth "
    "unchanged. At the start it is the same network as skip_init; the weights here are He's.",
    "x_l = x_{l-1} + alpha B(x_{l-1}), alpha = 0; W_ij ~ N(0, g^2/fan_in), g^2 = 1/E[phi(z)^2]; skip "
    "projections N(0, 1/fan_in)",
    "Bachlechner, Majumder, Mao, Cottrell & McAuley 2020, ReZero is All You Need: Fast Convergence at Large "
    "Depth, arXiv:2003.04887");
