// States normal weights and draws them around 0.02 instead of 0.
#include <initlab/initializer.hpp>

struct FillsOffCentre {
  initlab::Law weights(const initlab::Layer& layer) const { return initlab::filled(1.0 / std::sqrt(layer.fan_in)); }
  void fill(const initlab::Layer& layer, initlab::HostStream& stream, initlab::Entries w) const {
    stream.normals(w.all());
    for (double& entry : w.all()) entry = entry / std::sqrt(layer.fan_in) + 0.02;
  }
};

INITLAB_INITIALIZER(FillsOffCentre, "fills_off_centre", "1.0", "Normal, off centre.", "W_ij ~ N(0.02, 1/fan_in)",
                    "for tests");
