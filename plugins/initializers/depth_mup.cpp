#include <initlab/initializer.hpp>

struct DepthMup {
  double a = 1.0, sigma_w = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&DepthMup::a, "a", initlab::positive,
                     "the branch multiplier times sqrt(L); tuned once, at a small depth"),
      initlab::param(&DepthMup::sigma_w, "sigma_w", initlab::positive,
                     "weight scale; the paper leaves constants to tuning, so there is no gain for the activation"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double sigma = layer.role == initlab::Layer::Role::skip ? 1.0 : sigma_w;
    return initlab::gaussian(sigma / std::sqrt(layer.fan_in));
  }
  initlab::Multipliers multipliers(const initlab::Layer& layer) const {
    return {.branch = a / std::sqrt(layer.blocks)};
  }
};

INITLAB_INITIALIZER(
    DepthMup, "depth_mup", "1.0",
    "The initialisation of Depth-muP: branches are multiplied by a/sqrt(L), so that signals have a limit at "
    "infinite depth. Its learning rates, the other half of the rule, are not an initializer's.",
    "x_l = x_{l-1} + (a/sqrt(L)) B(x_{l-1}); W_ij ~ N(0, sigma_w^2/fan_in), skip projections N(0, 1/fan_in)",
    "Yang, Yu, Zhu & Hayou 2023, Tensor Programs VI: Feature Learning in Infinite-Depth Neural Networks, "
    "arXiv:2310.02244");
