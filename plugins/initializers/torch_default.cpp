#include <initlab/initializer.hpp>

struct TorchDefault {
  initlab::Law weights(const initlab::Layer& layer) const { return initlab::uniform(1.0 / std::sqrt(layer.fan_in)); }
  initlab::Law biases(const initlab::Layer& layer) const { return initlab::uniform(1.0 / std::sqrt(layer.fan_in)); }
};

INITLAB_INITIALIZER(
    TorchDefault, "torch_default", "1.0",
    "What torch.nn.Linear does by default. Its variance is 1/(3 fan_in): ReLU signals shrink six-fold a layer.",
    "W_ij, b_i ~ U(-b, b), b = 1/sqrt(fan_in), variance 1/(3 fan_in)",
    "torch.nn.Linear.reset_parameters (kaiming_uniform_ with a = sqrt(5)); pytorch issue 15314");
