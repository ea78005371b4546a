#include <initlab/initializer.hpp>

struct Uniform {
  double bound = 0.05;
  double bias_bound = 0.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Uniform::bound, "bound", initlab::non_negative, "weights lie in (-bound, bound)"),
      initlab::param(&Uniform::bias_bound, "bias_bound", initlab::non_negative,
                     "biases lie in (-bias_bound, bias_bound)"));

  initlab::Law weights(const initlab::Layer&) const { return initlab::uniform(bound); }
  initlab::Law biases(const initlab::Layer&) const { return initlab::uniform(bias_bound); }
};

INITLAB_INITIALIZER(Uniform, "uniform", "1.0", "Uniform weights with a fixed bound that knows nothing of the width.",
                    "W_ij ~ U(-bound, bound), variance bound^2 / 3", "Keras RandomUniform (bound = 0.05)");
