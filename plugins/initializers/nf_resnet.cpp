#include <initlab/initializer.hpp>

struct NfResnet {
  double alpha = 0.2;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &NfResnet::alpha, "alpha", initlab::non_negative, "a block adds alpha^2 to the signal's variance"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double gain =
        layer.role == initlab::Layer::Role::skip ? 1.0 : 1.0 / std::sqrt(layer.theory.second_moment(1.0));
    return initlab::gaussian(gain / std::sqrt(layer.fan_in));
  }
  initlab::Multipliers multipliers(const initlab::Layer& layer) const {
    const double blocks_before = layer.index - 1.0;
    const double input_std = std::sqrt(1.0 + blocks_before * alpha * alpha);
    return {.branch = alpha, .branch_input = 1.0 / input_std};
  }
};

INITLAB_INITIALIZER(
    NfResnet, "nf_resnet", "1.0",
    "Normaliser-free ResNets: a branch sees its input at unit length, predicted instead of measured. Made for "
    "residual-preact, whose branches keep that length; weights are not standardised as in the paper.",
    "x_{l+1} = x_l + alpha f(x_l/beta_l), beta_l^2 = 1 + l alpha^2, l = 0 for the first block and E[x_0^2] = 1; "
    "W_ij ~ N(0, g^2/fan_in), g^2 = 1/E[phi(z)^2]; skip projections N(0, 1/fan_in)",
    "Brock, De & Smith 2021, Characterizing Signal Propagation to Close the Performance Gap in Unnormalized "
    "ResNets, arXiv:2101.08692");
