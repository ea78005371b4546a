#include <initlab/initializer.hpp>

struct DeepNorm {
  enum class Stack { encoder_only, decoder_only, encoder, decoder };
  Stack stack = Stack::encoder_only;
  std::uint32_t other_layers = 6;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&DeepNorm::stack, "stack", "encoder_only|decoder_only|encoder|decoder",
                     "which transformer the blocks are the layers of; encoder and decoder are halves of one with both"),
      initlab::param(&DeepNorm::other_layers, "other_layers", initlab::within(1, 1000000),
                     "layers M of the decoder, which matter when the stack is the encoder of a pair"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double gain = layer.in_branch() ? scales(layer).beta : 1.0;
    return initlab::gaussian(gain / std::sqrt(layer.fan_average()));
  }
  initlab::Multipliers multipliers(const initlab::Layer& layer) const { return {.skip = scales(layer).alpha}; }

 private:
  struct Scales {
    double alpha, beta;
  };
  // The table in figure 2 of the paper.
  Scales scales(const initlab::Layer& layer) const {
    const double layers = layer.blocks;
    if (stack == Stack::encoder) {
      const double both = std::pow(std::pow(layers, 4.0) * other_layers, 1.0 / 16.0);
      return {0.81 * both, 0.87 / both};
    }
    if (stack == Stack::decoder) return {std::pow(3.0 * layers, 0.25), std::pow(12.0 * layers, -0.25)};
    return {std::pow(2.0 * layers, 0.25), std::pow(8.0 * layers, -0.25)};
  }
};

INITLAB_INITIALIZER(
    DeepNorm, "deepnorm", "1.0",
    "DeepNet's rule for transformers that normalise after each sum: skips are amplified, branches start small. "
    "Without that LayerNorm, as in the networks here, signals grow by alpha a block.",
    "x_l = alpha x_{l-1} + B(x_{l-1}), W_ij ~ N(0, 2 beta^2/(fan_in + fan_out)) in branches; alpha = (2N)^(1/4), "
    "beta = (8N)^(-1/4); pair: 0.81, 0.87 and (N^4 M)^(+-1/16), (3M)^(1/4), (12M)^(-1/4)",
    "Wang, Ma, Dong, Huang, Zhang & Wei 2022, DeepNet: Scaling Transformers to 1,000 Layers, arXiv:2203.00555, "
    "figure 2");
