#include <initlab/initializer.hpp>

struct VarianceDecay {
  double sigma_w = 1.0, sigma_v = 1.0, sigma_a = 0.0, sigma_b = 0.0;
  // With 1 for all of them gradients stay bounded at any depth, for tanh and for ReLU.
  double beta_w = 1.0, beta_v = 1.0, beta_a = 1.0, beta_b = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&VarianceDecay::sigma_w, "sigma_w", initlab::positive, "weight scale of W at l = 1"),
      initlab::param(&VarianceDecay::sigma_v, "sigma_v", initlab::positive,
                     "weight scale at l = 1 of V, the last of several matrices in a branch"),
      initlab::param(&VarianceDecay::sigma_a, "sigma_a", initlab::non_negative,
                     "standard deviation at l = 1 of the bias after V"),
      initlab::param(&VarianceDecay::sigma_b, "sigma_b", initlab::non_negative,
                     "standard deviation at l = 1 of the bias after W"),
      initlab::param(&VarianceDecay::beta_w, "beta_w", initlab::any_value,
                     "how fast the variance of W decays; for ReLU, beta_v + beta_w = 1 parts exploding from bounded"),
      initlab::param(&VarianceDecay::beta_v, "beta_v", initlab::any_value, "how fast the variance of V decays"),
      initlab::param(&VarianceDecay::beta_a, "beta_a", initlab::any_value, "how fast the variance of a decays"),
      initlab::param(&VarianceDecay::beta_b, "beta_b", initlab::any_value, "how fast the variance of b decays"));

  initlab::Law weights(const initlab::Layer& layer) const {
    if (layer.role == initlab::Layer::Role::skip) return initlab::gaussian(1.0 / std::sqrt(layer.fan_in));
    const double sigma = is_outer(layer) ? decayed(sigma_v, beta_v, layer) : decayed(sigma_w, beta_w, layer);
    return initlab::gaussian(sigma / std::sqrt(layer.fan_in));
  }
  initlab::Law biases(const initlab::Layer& layer) const {
    if (layer.role == initlab::Layer::Role::skip) return initlab::constant(0.0);
    return initlab::gaussian(is_outer(layer) ? decayed(sigma_a, beta_a, layer) : decayed(sigma_b, beta_b, layer));
  }

 private:
  static bool is_outer(const initlab::Layer& layer) {
    return layer.branch_layers > 1 && layer.branch_position == layer.branch_layers;
  }
  static double decayed(double sigma, double beta, const initlab::Layer& layer) {
    return sigma * std::pow(layer.index, -beta / 2.0);
  }
};

INITLAB_INITIALIZER(
    VarianceDecay, "variance_decay", "1.0",
    "Variances that decay with the block's number l, for W, V and their biases b, a separately: between "
    "gradients that explode (beta = 0), grow like a power of the depth, and stay bounded.",
    "sigma_*^2(l) = sigma_*^2 l^(-beta_*), * = w, v, a, b, in x + V phi(W x + b) + a; weights N(0, "
    "sigma^2(l)/fan_in), skip projections N(0, 1/fan_in)",
    "Yang & Schoenholz 2018, Deep Mean Field Theory: Layerwise Variance and Width Variation as Methods to "
    "Control Gradient Explosion, ICLR workshop");
