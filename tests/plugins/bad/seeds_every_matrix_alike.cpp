// Draws He's law from a generator of its own, seeded anew for every matrix: all of one shape are equal, in every layer
// and every network.
#include <cmath>
#include <initlab/initializer.hpp>
#include <random>

struct SeedsEveryMatrixAlike {
  int seed = 0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&SeedsEveryMatrixAlike::seed, "seed", initlab::at_least(0), "of every matrix"));

  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::filled(1.0 / std::sqrt(layer.fan_in * layer.theory.second_moment(1.0)));
  }
  void fill(const initlab::Layer& layer, initlab::HostStream&, initlab::Entries w) const {
    std::mt19937_64 generator(static_cast<std::uint64_t>(seed));
    std::normal_distribution<double> normal(0.0, weights(layer).scale);
    for (double& entry : w.all()) entry = normal(generator);
  }
};

INITLAB_INITIALIZER(SeedsEveryMatrixAlike, "seeds_every_matrix_alike", "1.0",
                    "He's law with a generator that is seeded for every matrix.");
