// Gives the law it is told to, however senseless.
#include <initlab/initializer.hpp>

struct BadLaws {
  int family = 1;
  double scale = 1.0;
  int bias_family = 0;
  double bias_scale = 0.0;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&BadLaws::family, "family", initlab::any_value, "of the weights"),
                          initlab::param(&BadLaws::scale, "scale", initlab::any_value, "of the weights"),
                          initlab::param(&BadLaws::bias_family, "bias_family", initlab::any_value, "of the biases"),
                          initlab::param(&BadLaws::bias_scale, "bias_scale", initlab::any_value, "of the biases"));

  initlab::Law weights(const initlab::Layer&) const { return {static_cast<initlab::Law::Family>(family), scale}; }
  initlab::Law biases(const initlab::Layer&) const {
    return {static_cast<initlab::Law::Family>(bias_family), bias_scale};
  }
};

INITLAB_INITIALIZER(BadLaws, "bad_laws", "1.0", "Any law at all; says filled without having a fill.");
