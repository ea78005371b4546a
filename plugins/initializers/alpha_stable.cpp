#include <array>
#include <initlab/initializer.hpp>
#include <initlab/math.hpp>
#include <numbers>

struct AlphaStable {
  double alpha = 1.8;
  double sigma_w = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&AlphaStable::alpha, "alpha", initlab::within(0.5, 2.0),
                     "index of stability: tails fall like |w|^-alpha; 2 is the normal law, 1 Cauchy's"),
      initlab::param(&AlphaStable::sigma_w, "sigma_w", initlab::positive, "scale of a sum of fan_in weights"));

  initlab::Law weights(const initlab::Layer& layer) const {
    // At alpha = 2 the characteristic function is that of variance 2 scale^2; below 2 there is no variance to state.
    if (alpha == 2.0) return initlab::gaussian(std::sqrt(2.0) * scale(layer));
    return initlab::filled();
  }

  void fill(const initlab::Layer& layer, initlab::HostStream& stream, initlab::Entries w) const {
    std::array<double, 1024> angles, exponentials;
    const double scale_of_layer = scale(layer);
    std::span<double> rest = w.all();
    while (!rest.empty()) {
      const std::size_t count = std::min(rest.size(), angles.size());
      stream.uniforms(std::span(angles).first(count));
      stream.uniforms(std::span(exponentials).first(count));
      for (std::size_t i = 0; i < count; ++i)
        rest[i] = scale_of_layer * standard(std::numbers::pi * (angles[i] - 0.5), -initlab::math::log(exponentials[i]));
      rest = rest.subspan(count);
    }
  }

 private:
  double scale(const initlab::Layer& layer) const { return sigma_w * std::pow(layer.fan_in, -1.0 / alpha); }

  /// Chambers, Mallows & Stuck: `angle` uniform in (-pi/2, pi/2), `exponential` of mean 1. Powers as exponentials of
  /// logarithms, so that no bit depends on a C library.
  double standard(double angle, double exponential) const {
    using initlab::math::cos, initlab::math::exp, initlab::math::log, initlab::math::sin;
    const double log_cos = log(cos(angle));
    const double log_rest = log(cos((1.0 - alpha) * angle)) - log(exponential);
    return sin(alpha * angle) * exp(-log_cos / alpha + (1.0 - alpha) / alpha * log_rest);
  }
};

INITLAB_INITIALIZER(
    AlphaStable, "alpha_stable", "1.0",
    "Symmetric stable weights: a sum of fan_in of them has their law again. No variance below alpha = 2, so theory "
    "has nothing to say there; layers of infinite width become stable processes instead of Gaussian ones.",
    "E exp(i t W_ij) = exp(-sigma_w^alpha |t|^alpha / fan_in)",
    "Favaro, Fortini & Peluchetti 2020, arXiv:2003.00394; drawn as Chambers, Mallows & Stuck 1976, JASA 71, p. 340");
