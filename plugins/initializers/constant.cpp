#include <initlab/initializer.hpp>

struct Constant {
  double value = 0.0;
  double bias = 0.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&Constant::value, "value", initlab::any_value, "every weight; 0 gives zeros, 1 gives ones"),
      initlab::param(&Constant::bias, "bias", initlab::any_value, "every bias"));

  initlab::Law weights(const initlab::Layer&) const { return initlab::constant(value); }
  initlab::Law biases(const initlab::Layer&) const { return initlab::constant(bias); }
};

INITLAB_INITIALIZER(Constant, "constant", "1.0",
                    "All weights equal. Units of a layer stay copies of each other; zeros give no gradient at all.",
                    "W_ij = value",
                    "Goodfellow, Bengio & Courville 2016, Deep Learning, section 8.4 (symmetry breaking)");
