// States N(0, 2/fan_in), He's law, and draws a standard deviation that is `factor` times as large.
#include <cmath>
#include <initlab/initializer.hpp>

struct DrawsThreePercentMore {
  double factor = 1.03;
  static constexpr auto parameters = initlab::parameters(initlab::param(
      &DrawsThreePercentMore::factor, "factor", initlab::positive, "standard deviation drawn over the one stated"));

  initlab::Law weights(const initlab::Layer& layer) const { return initlab::filled(std::sqrt(2.0 / layer.fan_in)); }
  void fill(const initlab::Layer& layer, initlab::HostStream& stream, initlab::Entries w) const {
    stream.normals(w.all());
    for (double& entry : w.all()) entry *= factor * std::sqrt(2.0 / layer.fan_in);
  }
};

INITLAB_INITIALIZER(DrawsThreePercentMore, "draws_three_percent_more", "1.0", "He's law, three percent too wide.");
