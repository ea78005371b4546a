#include "document/activation_facts.hpp"

#include <cmath>

#include "theory/moments.hpp"

namespace initlab {
namespace {

// Quadrature is accurate to 1e-12 of what could be there; SELU's mean is zero by construction and 1e-17 when computed.
constexpr double rounding = 1e-12;

double without_rounding(double value, double scale) { return std::abs(value) <= rounding * scale ? 0.0 : value; }

double product_of(double value, double derivative, double) { return value * derivative; }

}  // namespace

double ActivationFacts::gain() const { return 1.0 / std::sqrt(second_moment); }
double ActivationFacts::spread_gain() const { return 1.0 / std::sqrt(variance); }
double ActivationFacts::gradient_gain() const { return 1.0 / std::sqrt(slope_square); }

ActivationFacts activation_facts(const Activation& phi) {
  const Moments moments(phi);
  constexpr double q = 1.0;
  ActivationFacts facts;
  facts.second_moment = moments.second_moment(q);
  facts.slope_square = moments.derivative_second_moment(q);
  facts.mean = without_rounding(moments.mean(q), std::sqrt(facts.second_moment));
  facts.variance = without_rounding(facts.second_moment - facts.mean * facts.mean, facts.second_moment);
  const double scale = std::sqrt(facts.second_moment * facts.slope_square);
  facts.product = without_rounding(moments.expectation(product_of, q, rounding * scale), scale);
  const auto is_closed = [&](Moment which) { return phi.closed_form(which, q).has_value(); };
  const bool is_square_closed = is_closed(Moment::second_moment), is_mean_closed = is_closed(Moment::mean);
  facts.moments = {{"E[phi]", facts.mean, is_mean_closed},
                   {"E[phi^2]", facts.second_moment, is_square_closed},
                   {"Var[phi]", facts.variance, is_square_closed && is_mean_closed},
                   {"E[phi'^2]", facts.slope_square, is_closed(Moment::derivative_second_moment)},
                   {"E[phi phi']", facts.product, false}};
  facts.kinks = phi.kinks();
  for (const double sigma_b : usual_sigma_b) facts.edges.push_back(critical_points(moments, sigma_b));
  facts.jump = jump_remark(moments);
  return facts;
}

}  // namespace initlab
