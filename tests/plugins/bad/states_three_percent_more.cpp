// A copy of he_normal with `factor` times its standard deviation, which it states: theory of its own law agrees with
// it.
#include <initlab/initializer.hpp>

struct StatesThreePercentMore {
  double factor = 1.03;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &StatesThreePercentMore::factor, "factor", initlab::positive, "standard deviation over that of he_normal"));

  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::gaussian(factor / std::sqrt(layer.fan_in * layer.theory.second_moment(1.0)));
  }
};

INITLAB_INITIALIZER(StatesThreePercentMore, "states_three_percent_more", "1.0",
                    "He's law, three percent too wide, and says so.");
