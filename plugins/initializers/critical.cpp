#include <initlab/initializer.hpp>

struct Critical {
  double sigma_b = 0.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Critical::sigma_b, "sigma_b", initlab::non_negative,
                     "standard deviation of the biases; homogeneous activations like ReLU are critical at 0 only"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const bool is_linear = layer.role == initlab::Layer::Role::skip;
    const double sigma_w = is_linear ? 1.0 : layer.theory.edge_of_chaos(sigma_b).sigma_w;
    return initlab::gaussian(sigma_w / std::sqrt(layer.fan_in));
  }
  initlab::Law biases(const initlab::Layer& layer) const {
    return initlab::gaussian(layer.role == initlab::Layer::Role::skip ? 0.0 : sigma_b);
  }
};

INITLAB_INITIALIZER(
    Critical, "critical", "1.0",
    "The edge of chaos of a plain network with this activation: mean squared gradients neither grow nor shrink "
    "at the length that signals settle to. Fails if there is no such length. Residual branches get the same.",
    "sigma_w^2 E[phi'(sqrt(q) z)^2] = 1, q = sigma_w^2 E[phi(sqrt(q) z)^2] + sigma_b^2; W_ij ~ N(0, "
    "sigma_w^2/fan_in), b_i ~ N(0, sigma_b^2); skip projections N(0, 1/fan_in)",
    "Schoenholz, Gilmer, Ganguli & Sohl-Dickstein 2017, arXiv:1611.01232; Hayou, Doucet & Rousseau 2019, "
    "arXiv:1902.06853");
