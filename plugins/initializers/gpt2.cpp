#include <initlab/initializer.hpp>

struct Gpt2 {
  double std = 0.02;
  std::uint32_t branches_per_block = 2;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Gpt2::std, "std", initlab::non_negative,
                     "standard deviation of every other weight, whatever the width"),
      initlab::param(
          &Gpt2::branches_per_block, "branches_per_block", initlab::within(1, 100),
          "residual branches that a block stands for: 2 in a transformer (attention, MLP), 1 to count blocks"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const bool is_projection = layer.in_branch() && layer.branch_position == layer.branch_layers;
    return initlab::gaussian(is_projection ? std / std::sqrt(double(branches_per_block) * layer.blocks) : std);
  }
};

INITLAB_INITIALIZER(
    Gpt2, "gpt2", "1.0",
    "Standard deviation 0.02; the matrix that ends a branch is divided by the root of the number of branches, so "
    "their sum does not grow with depth. Suits widths near 1000: it knows nothing of fan-in.",
    "W_ij ~ N(0, std^2), the last matrix of a branch N(0, std^2/(2 n_layer)), n_layer the number of blocks; "
    "biases 0",
    "Radford, Wu, Child, Luan, Amodei & Sutskever 2019, Language Models are Unsupervised Multitask Learners, "
    "section 2.3");
