#pragma once
#include <boost/math/policies/policy.hpp>

namespace initlab {

/// For sources of this module only, since Boost.Math is heavy. Double arithmetic throughout: long double would cost
/// twice the time for digits that a verdict does not need. An overflow is an infinity, not an exception.
using BoostPolicy =
    boost::math::policies::policy<boost::math::policies::promote_double<false>,
                                  boost::math::policies::overflow_error<boost::math::policies::ignore_error>>;

}  // namespace initlab
