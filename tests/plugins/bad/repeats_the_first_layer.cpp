// Draws He's law for the first layer of every network and gives the others the same matrix: a seed that is reused
// between the layers of a network, not between networks. Of square matrices only; every thread has its own memory.
#include <cmath>
#include <initlab/initializer.hpp>
#include <vector>

struct RepeatsTheFirstLayer {
  initlab::Law weights(const initlab::Layer& layer) const {
    return initlab::filled(1.0 / std::sqrt(layer.fan_in * layer.theory.second_moment(1.0)));
  }
  void fill(const initlab::Layer& layer, initlab::HostStream& stream, initlab::Entries w) const {
    thread_local std::vector<double> first;
    if (layer.index == 1) {
      stream.normals(w.all());
      const double scale = weights(layer).scale;
      for (double& entry : w.all()) entry *= scale;
      first.assign(w.all().begin(), w.all().end());
    }
    for (std::size_t i = 0; i < first.size(); ++i) w.all()[i] = first[i];
  }
};

INITLAB_INITIALIZER(RepeatsTheFirstLayer, "repeats_the_first_layer", "1.0",
                    "He's law for the first layer, which all others repeat.");
