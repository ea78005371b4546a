#include <initlab/initializer.hpp>

struct Fixup {
  initlab::Law weights(const initlab::Layer& layer) const {
    using Role = initlab::Layer::Role;
    if (layer.branch_layers == 1)
      throw std::invalid_argument(
          "a branch of one matrix (Fixup starts the last one at zero and scales the others by L^(-1/(2m-2)), m > 1). "
          "Take residual-full or residual-preact, or 'skip_init'.");
    if (layer.role == Role::skip) return initlab::gaussian(1.0 / std::sqrt(layer.fan_in));
    if (layer.role == Role::branch_last || layer.role == Role::readout) return initlab::constant(0.0);
    const double he = 1.0 / std::sqrt(layer.fan_in * layer.theory.second_moment(1.0));
    return initlab::gaussian(layer.in_branch() ? branch_scale(layer) * he : he);
  }

 private:
  // So chosen that a step of SGD changes the network's output by the same order of magnitude at every depth.
  static double branch_scale(const initlab::Layer& layer) {
    return std::pow(layer.blocks, -1.0 / (2.0 * layer.branch_layers - 2.0));
  }
};

INITLAB_INITIALIZER(
    Fixup, "fixup", "1.0",
    "Residual networks without normalisation: He's weights in the branches are scaled down with depth, the last "
    "matrix of every branch and the readout are zero, so that the network starts as its skip path.",
    "W_ij ~ N(0, s^2 g^2/fan_in), g^2 = 1/E[phi(z)^2], s = L^(-1/(2m-2)) in a branch of m matrices, 1 outside; "
    "the branch's last matrix and all biases 0; skip projections N(0, 1/fan_in)",
    "Zhang, Dauphin & Ma 2019, Fixup Initialization: Residual Learning Without Normalization, arXiv:1901.09321");
