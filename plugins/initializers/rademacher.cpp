#include <initlab/initializer.hpp>

struct Rademacher {
  double sigma_w = 1.0;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &Rademacher::sigma_w, "sigma_w", initlab::non_negative, "magnitude of every weight times sqrt(fan_in)"));

  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::rademacher(sigma_w / std::sqrt(layer.fan_in));
  }
};

INITLAB_INITIALIZER(
    Rademacher, "rademacher", "1.0",
    "Weights of one magnitude and random sign: the least spread that a variance allows, where a network "
    "starts from its signs alone.",
    "W_ij = sigma_w/sqrt(fan_in) or its negative, with probability 1/2 each",
    "Zhou, Lan, Liu & Yosinski 2019, Deconstructing Lottery Tickets, arXiv:1905.01067 (signed constants); "
    "Ramanujan et al. 2020, arXiv:1911.13299");
