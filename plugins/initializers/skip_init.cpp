#include <initlab/initializer.hpp>

struct SkipInit {
  double alpha = 0.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&SkipInit::alpha, "alpha", initlab::any_value,
                     "what every branch is multiplied by: 0, or anything below 1/sqrt(L) by the paper"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double gain =
        layer.role == initlab::Layer::Role::skip ? 1.0 : 1.0 / std::sqrt(layer.theory.second_moment(1.0));
    return initlab::gaussian(gain / std::sqrt(layer.fan_in));
  }
  initlab::Multipliers multipliers(const initlab::Layer&) const { return {.branch = alpha}; }
};

INITLAB_INITIALIZER(
    SkipInit, "skip_init", "1.0",
    "He's weights; each branch ends in a trained scalar that starts at zero, so every block starts as its skip "
    "connection, as batch normalisation makes it at large depth.",
    "x_l = x_{l-1} + alpha B(x_{l-1}), alpha = 0; W_ij ~ N(0, g^2/fan_in), g^2 = 1/E[phi(z)^2]; skip "
    "projections N(0, 1/fan_in)",
    "De & Smith 2020, Batch Normalization Biases Residual Blocks Towards the Identity Function in Deep Networks, "
    "arXiv:2002.10444");
