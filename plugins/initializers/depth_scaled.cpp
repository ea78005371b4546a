#include <initlab/initializer.hpp>

struct DepthScaled {
  double sigma_w = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&DepthScaled::sigma_w, "sigma_w", initlab::positive, "weight scale before fan-in and depth"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double branch = layer.in_branch() ? 1.0 / std::sqrt(layer.blocks) : 1.0;
    return initlab::gaussian(branch * sigma_w / std::sqrt(layer.fan_in));
  }
};

INITLAB_INITIALIZER(DepthScaled, "depth_scaled", "1.0",
                    "Normal weights of variance sigma_w^2/fan_in; those in residual branches shrink by 1/sqrt(L).",
                    "W_ij ~ N(0, sigma_w^2/fan_in), divided by the number of blocks L in a branch",
                    "Yang & Schoenholz 2017, arXiv:1712.08969: sigma_w^2 L = const");
