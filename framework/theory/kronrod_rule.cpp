#include "theory/kronrod_rule.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>

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

}  // namespace initlab
