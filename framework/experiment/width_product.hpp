#pragma once
#include <cstddef>
#include <optional>

#include "theory/homogeneous.hpp"

namespace initlab {

/// The law of a product of independent factors of mean 1, as far as verdicts need it.
struct WidthProduct {
  double log_ratio = 0.0;  ///< log of E[y^2] / E[y]^2
  double log_mean = 0.0;   ///< E[log y]; NaN where no closed form is known
  double log_variance = 0.0;

  WidthProduct& operator*=(const WidthProduct& factor) {
    log_ratio += factor.log_ratio;
    log_mean += factor.log_mean;
    log_variance += factor.log_variance;
    return *this;
  }
};

/// chi^2_n / n: ratio 1 + 2/n, E[log] = digamma(n/2) - log(n/2), Var[log] = trigamma(n/2). n > 0.
WidthProduct chi_square_factor(std::size_t n);

/// sum_i phi(z_i)^2 / (n V(1)) of a positively homogeneous phi, what a layer of width n multiplies |x|^2 by (Hanin &
/// Rolnick 2018). For a phi with one slope that is not zero it is (2/n) chi^2_K with K binomial (n, 1/2); logarithms
/// are those of K > 0. With two slopes of one size it is chi_square_factor. For other phi only the ratio is known.
WidthProduct layer_factor(const Slopes& phi, std::size_t n);

}  // namespace initlab
