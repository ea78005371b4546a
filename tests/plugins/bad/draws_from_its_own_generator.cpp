// States what it draws, but draws it from the machine's random numbers: no run can be repeated.
#include <cmath>
#include <initlab/initializer.hpp>
#include <random>

struct DrawsFromItsOwnGenerator {
  initlab::Law weights(const initlab::Layer& layer) const { return initlab::filled(1.0 / std::sqrt(layer.fan_in)); }
  void fill(const initlab::Layer& layer, initlab::HostStream&, initlab::Entries w) const {
    std::random_device machine;
    std::mt19937_64 generator(machine());
    std::normal_distribution<double> normal(0.0, 1.0 / std::sqrt(layer.fan_in));
    for (double& entry : w.all()) entry = normal(generator);
  }
};

INITLAB_INITIALIZER(DrawsFromItsOwnGenerator, "draws_from_its_own_generator", "1.0",
                    "Normal, from a generator of its own.", "W_ij ~ N(0, 1/fan_in)", "for tests");
