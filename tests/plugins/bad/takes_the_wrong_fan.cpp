// A copy of he_normal that divides by fan_out.
#include <initlab/initializer.hpp>

struct TakesTheWrongFan {
  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::gaussian(1.0 / std::sqrt(layer.fan_out * layer.theory.second_moment(1.0)));
  }
};

INITLAB_INITIALIZER(TakesTheWrongFan, "takes_the_wrong_fan", "1.0", "He's law with fan_out for fan_in.");
