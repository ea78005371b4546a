#include <initlab/initializer.hpp>

struct Ntk {
  double sigma_w = 1.0, sigma_b = 0.0;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&Ntk::sigma_w, "sigma_w", initlab::positive,
                                         "weight scale; sqrt(2) keeps the length of ReLU signals"),
                          initlab::param(&Ntk::sigma_b, "sigma_b", initlab::non_negative,
                                         "standard deviation of the biases, which are not multiplied by anything"));

  initlab::Law weights(const initlab::Layer& layer) const {
    initlab::Law law = initlab::gaussian(1.0);
    law.multiplier = sigma_w / std::sqrt(layer.fan_in);
    return law;
  }
  initlab::Law biases(const initlab::Layer&) const { return initlab::gaussian(sigma_b); }
};

INITLAB_INITIALIZER(
    Ntk, "ntk", "1.0",
    "NTK parameterisation: standard normal weights, multiplied by sigma_w/sqrt(fan_in) where they are used. "
    "Signals are those of variance sigma_w^2/fan_in; gradients of the weights carry the factor.",
    "h = (sigma_w/sqrt(fan_in)) W x + b, W_ij ~ N(0, 1), b_i ~ N(0, sigma_b^2)",
    "Jacot, Gabriel & Hongler 2018, Neural Tangent Kernel: Convergence and Generalization in Neural Networks, "
    "arXiv:1806.07572");
