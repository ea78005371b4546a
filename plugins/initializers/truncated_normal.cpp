#include <initlab/initializer.hpp>

struct TruncatedNormal {
  enum class Fan { none, in, out, average };
  enum class Of { entries, uncut };
  double std = 1.0;
  Fan fan = Fan::in;
  Of of = Of::entries;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&TruncatedNormal::std, "std", initlab::non_negative,
                     "standard deviation, before it is divided by the root of the fan"),
      initlab::param(&TruncatedNormal::fan, "fan", "none|fan_in|fan_out|fan_average",
                     "what the variance is divided by; none leaves it as it is"),
      initlab::param(
          &TruncatedNormal::of, "of", "entries|uncut",
          "whose standard deviation it is: of the entries themselves (Keras VarianceScaling, JAX), or of the "
          "law before the cut (tf.random.truncated_normal), which leaves 0.8796 of it"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double units = fan == Fan::none  ? 1.0
                         : fan == Fan::in  ? layer.fan_in
                         : fan == Fan::out ? layer.fan_out
                                           : layer.fan_average();
    const double left = of == Of::entries ? 1.0 : initlab::std_after_cut_at_two_sigma;
    return initlab::truncated_normal(left * std / std::sqrt(units));
  }
};

INITLAB_INITIALIZER(
    TruncatedNormal, "truncated_normal", "1.0",
    "Normal weights of which none is further out than two standard deviations of the uncut law. The cut shrinks the "
    "standard deviation by 0.87962566103423978; whether that is made up for is a parameter.",
    "W_ij = s z/0.8796, z normal given |z| < 2, s = std/sqrt(fan); with of = uncut W_ij = s z",
    "Keras VarianceScaling and JAX (corrected), tf.random.truncated_normal (not); tensorflow issue 18706");
