#include <algorithm>
#include <initlab/initializer.hpp>

struct StudentT {
  double degrees_of_freedom = 7.0;
  double sigma_w = 1.0;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&StudentT::degrees_of_freedom, "degrees_of_freedom", initlab::within(0.5, 1e6),
                     "nu: the variance is finite above 2, the fourth moment above 4; 1 is Cauchy's law"),
      initlab::param(&StudentT::sigma_w, "sigma_w", initlab::positive,
                     "standard deviation times sqrt(fan_in) for nu > 2, else scale times fan_in^(1/nu)"));

  initlab::Law weights(const initlab::Layer& layer) const {
    const double nu = degrees_of_freedom;
    const double scale =
        nu > 2.0 ? sigma_w * std::sqrt((nu - 2.0) / nu / layer.fan_in) : sigma_w * std::pow(layer.fan_in, -1.0 / nu);
    return initlab::student_t(scale, nu);
  }
};

INITLAB_INITIALIZER(
    StudentT, "student_t", "1.0",
    "Weights with power-law tails. Sums of them become normal with width for nu > 2. Below, single weights decide; "
    "there theory has nothing to say, nor for nu <= 4, where means of squares have no standard error.",
    "W_ij = c t_ij, t Student with nu degrees of freedom, c^2 nu/(nu - 2) = sigma_w^2/fan_in; for nu <= 2 c = "
    "sigma_w fan_in^(-1/nu), of which a sum of fan_in keeps its scale",
    "Fortuin et al. 2022, Bayesian Neural Network Priors Revisited, arXiv:2102.06571; Bailey 1994 for the draw");
