#include "theory/kronrod_rule.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>

namespace initlab {
namespace {

KronrodRule unfolded_rule() {
  using Kronrod = boost::math::quadrature::gauss_kronrod<double, KronrodRule::size>;
  using Gauss = boost::math::quadrature::gauss<double, (KronrodRule::size - 1) / 2>;
  // Boost stores the nodes x >= 0, ascending. With an even number of Gauss nodes every second Kronrod node is one of
  // them, from the first positive one on.
  static_assert((KronrodRule::size - 1) / 2 % 2 == 0);
  constexpr std::size_t centre = KronrodRule::size / 2;
  KronrodRule rule{};
  for (std::size_t i = 0; i <= centre; ++i) {
    const double node = Kronrod::abscissa()[i];
    const double weight = Kronrod::weights()[i];
    const double gauss_weight = i % 2 == 1 ? Gauss::weights()[i / 2] : 0.0;
    rule.nodes[centre - i] = -node;
    rule.nodes[centre + i] = node;
    rule.weights[centre - i] = rule.weights[centre + i] = weight;
    rule.error_weights[centre - i] = rule.error_weights[centre + i] = weight - gauss_weight;
  }
  return rule;
}

}  // namespace

const KronrodRule& kronrod_rule() {
  static const KronrodRule rule = unfolded_rule();
  return rule;
}

// The difference is the error of the Gauss rule; for a smooth integrand the other is about its power 32/20 (the degrees
// of the rules). The estimate with power 3/2 is QUADPACK's (Piessens et al. 1983), here never larger than the
// difference.
double kronrod_error(double difference, double magnitude) {
  if (difference == 0.0) return 0.0;
  return difference * std::min(1.0, 200.0 * std::sqrt(200.0 * difference / magnitude));
}

}  // namespace initlab
