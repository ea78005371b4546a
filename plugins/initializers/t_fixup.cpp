#include <initlab/initializer.hpp>

struct TFixup {
  enum class Stack { encoder, decoder };
  Stack stack = Stack::encoder;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&TFixup::stack, "stack", "encoder|decoder",
                     "a decoder layer has three branches (it also attends to the encoder) and is scaled down further"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double gain = layer.in_branch() ? branch_scale(layer) : 1.0;
    return initlab::gaussian(gain / std::sqrt(layer.fan_average()));
  }

 private:
  double branch_scale(const initlab::Layer& layer) const {
    return stack == Stack::encoder ? 0.67 * std::pow(layer.blocks, -0.25) : std::pow(9.0 * layer.blocks, -0.25);
  }
};

INITLAB_INITIALIZER(
    TFixup, "t_fixup", "1.0",
    "Transformers without warm-up or layer normalisation: Xavier's weights, scaled down with depth in the "
    "branches (the paper leaves queries and keys out; an MLP has none).",
    "W_ij ~ N(0, 2 s^2/(fan_in + fan_out)), s = 0.67 N^(-1/4) in the branches of an encoder of N blocks, "
    "(9N)^(-1/4) in a decoder's, 1 outside; biases 0",
    "Huang, Perez, Ba & Volkovs 2020, Improving Transformer Optimization Through Better Initialization, ICML");
