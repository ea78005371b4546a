#include <initlab/initializer.hpp>

struct Mup {
  double sigma_w = 1.0;
  double base_width = 256.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Mup::sigma_w, "sigma_w", initlab::positive, "weight scale; tuned once, at the base width"),
      initlab::param(&Mup::base_width, "base_width", initlab::at_least(1),
                     "width at which a readout starts as in the standard parameterisation"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const bool is_readout = layer.role == initlab::Layer::Role::readout;
    const double width_ratio = is_readout ? layer.fan_in / base_width : 1.0;
    return initlab::gaussian(sigma_w / std::sqrt(layer.fan_in * width_ratio));
  }
};

INITLAB_INITIALIZER(
    Mup, "mup", "1.0",
    "The initialisation of muP. Layers and branches start as in lecun_normal; only a readout, shrinking faster "
    "with width, differs. The rest of muP is learning rates, which an initializer does not set.",
    "W_ij ~ N(0, sigma_w^2/fan_in); readout N(0, sigma_w^2 base_width/fan_in^2); biases 0",
    "Yang, Hu, Babuschkin, Sidor, Liu, Farhi, Ryder, Pachocki, Chen & Gao 2022, Tensor Programs V, "
    "arXiv:2203.03466, table 3");
