#include <initlab/initializer.hpp>

struct Normal {
  double std = 1.0;
  double bias_std = 0.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Normal::std, "std", initlab::non_negative,
                     "standard deviation of every weight, whatever the width"),
      initlab::param(&Normal::bias_std, "bias_std", initlab::non_negative, "standard deviation of every bias"));

  initlab::Law weights(const initlab::Layer&) const { return initlab::gaussian(std); }
  initlab::Law biases(const initlab::Layer&) const { return initlab::gaussian(bias_std); }
};

INITLAB_INITIALIZER(
    Normal, "normal", "1.0",
    "Normal weights of a fixed standard deviation that knows nothing of the width: N(0,1), or AlexNet's 0.01.",
    "W_ij ~ N(0, std^2)", "Krizhevsky, Sutskever & Hinton 2012, NIPS (std = 0.01)");
