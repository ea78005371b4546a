// Gives one multiplier that is no number or has no use, or refuses to give any.
#include <initlab/initializer.hpp>
#include <limits>
#include <stdexcept>

struct BadMultipliers {
  enum class Which { none, skip, branch, branch_input, weights, biases, biases_of_unit_variance, all_refused };
  enum class What { nan, infinity, half };
  Which which = Which::none;
  What what = What::nan;
  static constexpr auto parameters = initlab::parameters(
      initlab::param(&BadMultipliers::which, "which",
                     "none|skip|branch|branch_input|weights|biases|biases_of_unit_variance|all_refused",
                     "the one that is bad"),
      initlab::param(&BadMultipliers::what, "what", "nan|infinity|half", "what it is"));

  double good_unless(Which here) const {
    if (which != here) return 1.0;
    if (what == What::half) return 0.5;
    return what == What::nan ? std::numeric_limits<double>::quiet_NaN() : -std::numeric_limits<double>::infinity();
  }
  initlab::Law weights(const initlab::Layer&) const {
    initlab::Law law = initlab::gaussian(1.0);
    law.multiplier = good_unless(Which::weights);
    return law;
  }
  initlab::Law biases(const initlab::Layer&) const {
    initlab::Law law = initlab::gaussian(1.0);
    law.multiplier = good_unless(Which::biases);
    law.unit_variance = which == Which::biases_of_unit_variance;
    return law;
  }
  initlab::Multipliers multipliers(const initlab::Layer&) const {
    if (which == Which::all_refused) throw std::invalid_argument("a branch needs two layers");
    return {good_unless(Which::skip), good_unless(Which::branch), good_unless(Which::branch_input)};
  }
};

INITLAB_INITIALIZER(BadMultipliers, "bad_multipliers", "1.0", "A multiplier that is no number or has no use.");
