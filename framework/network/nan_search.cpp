#include "network/nan_search.hpp"

// The configuration comes before Highway.
// clang-format off
#include "random/highway_config.hpp"
#include <hwy/highway.h>
// clang-format on

#include <algorithm>
#include <cmath>
#include <cstddef>

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Sums of a few numbers are NaN if one of them is, and rarely else (inf - inf). The sums are added up in their turn:
/// what became NaN stays it.
template <class Real>
bool sums_have_nan(std::span<const Real> numbers) {
  const hn::FixedTag<Real, 32 / sizeof(Real)> d;
  constexpr std::size_t lanes = 32 / sizeof(Real), together = 4 * lanes;
  const Real* const x = numbers.data();
  auto a = hn::Zero(d), b = a, c = a, e = a;
  std::size_t i = 0;
  for (; i + together <= numbers.size(); i += together) {
    a = hn::Add(a, hn::LoadU(d, x + i));
    b = hn::Add(b, hn::LoadU(d, x + i + lanes));
    c = hn::Add(c, hn::LoadU(d, x + i + 2 * lanes));
    e = hn::Add(e, hn::LoadU(d, x + i + 3 * lanes));
  }
  const auto sum = hn::Add(hn::Add(a, b), hn::Add(c, e));
  return !hn::AllFalse(d, hn::IsNaN(sum)) ||
         std::any_of(x + i, x + numbers.size(), [](Real number) { return std::isnan(number); });
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

namespace initlab {

bool may_have_nan(std::span<const float> numbers) { return HWY_NAMESPACE::sums_have_nan(numbers); }
bool may_have_nan(std::span<const double> numbers) { return HWY_NAMESPACE::sums_have_nan(numbers); }

}  // namespace initlab
