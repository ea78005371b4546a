// An initializer as it was written for the SDK of ABI 1.0. Not to be changed: what is tested is that it need not be.
#include <initlab/initializer.hpp>

struct DepthOf10 {
  enum class Mode { fan_in, fan_out };
  double sigma_w = 1.0;
  int power = 1;
  Mode mode = Mode::fan_in;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&DepthOf10::sigma_w, "sigma_w", initlab::positive, "weight scale before fan-in and depth"),
      initlab::param(&DepthOf10::power, "power", initlab::within(0, 2), "of the depth"),
      initlab::param(&DepthOf10::mode, "mode", "fan_in|fan_out", "what the variance is divided by"));

  void prepare() {
    if (sigma_w > 100.0) throw std::invalid_argument("sigma_w is larger than 100");
  }
  initlab::Law weights(const initlab::Layer& layer) const {
    if (layer.role == initlab::Layer::Role::readout) return initlab::filled();
    const double branch = layer.in_branch() ? std::pow(layer.blocks, -0.5 * power) : 1.0;
    return initlab::gaussian(branch * sigma_w / std::sqrt(mode == Mode::fan_in ? layer.fan_in : layer.fan_out));
  }
  initlab::Law biases(const initlab::Layer&) const { return initlab::uniform(0.01); }
  initlab::Multipliers multipliers(const initlab::Layer&) const { return {.skip = 1.0, .branch = 0.5}; }
  void fill(const initlab::Layer&, initlab::HostStream& stream, initlab::Entries w) const { stream.normals(w.all()); }
};

INITLAB_INITIALIZER(DepthOf10, "depth_of_1_0", "1.0", "Normal weights; residual branches shrink with the depth.",
                    "W_ij ~ N(0, sigma_w^2/fan_in)", "for ABI 1.0");
