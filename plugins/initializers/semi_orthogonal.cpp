#include <algorithm>
#include <initlab/initializer.hpp>

struct SemiOrthogonal {
  double sigma_w = 1.0;
  static constexpr auto parameters =
      initlab::parameters(initlab::param(&SemiOrthogonal::sigma_w, "sigma_w", initlab::non_negative,
                                         "standard deviation of a weight times sqrt(fan_in), as in lecun_normal"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double longer = std::max(layer.fan_in, layer.fan_out);
    return initlab::orthogonal(sigma_w * std::sqrt(longer / layer.fan_in));
  }
};

INITLAB_INITIALIZER(
    SemiOrthogonal, "semi_orthogonal", "1.0",
    "Orthonormal rows or columns, scaled so that every shape keeps the mean square of its signals: 'orthogonal' keeps "
    "their length, and so loses mean square where a layer widens. The two agree where it does not.",
    "W = sigma_w sqrt(max(fan_in, fan_out)/fan_in) Q, Q^T Q = 1 or Q Q^T = 1; Var W_ij = sigma_w^2/fan_in",
    "Povey et al. 2018, Semi-Orthogonal Low-Rank Matrix Factorization for DNNs, Interspeech; Saxe et al. 2014, "
    "arXiv:1312.6120");
