#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace initlab::testing {

struct NormalPair {
  long double cos, sin;
};

/// Box-Muller as random/fill.hpp states it, in 64-bit long double. Word is std::int32_t or std::int64_t.
// Exact up to the library's logl, sinl and cosl: (R + 1/2) 2^-64 fits 64 bits of mantissa. Quarter turns are taken off
// before multiplying with pi, else the zeros of sin and cos would come out wrong.
template <class Word>
NormalPair box_muller(Word radius_word, Word angle_word) {
  constexpr int bits = std::numeric_limits<Word>::digits + 1;
  const auto fraction = [](Word w) { return std::ldexp(static_cast<long double>(w) + 0.5L, -bits); };
  const long double log_u = radius_word >= 0 ? std::log(fraction(radius_word)) : std::log1p(fraction(radius_word));
  const long double radius = std::sqrt(-2.0L * log_u);

  const long double quarters = 4.0L * fraction(angle_word);
  const long double whole = std::nearbyint(quarters);
  const long double x = (quarters - whole) * std::numbers::pi_v<long double> / 2.0L;
  switch ((static_cast<int>(whole) + 4) % 4) {
    case 0:
      return {radius * std::cos(x), radius * std::sin(x)};
    case 1:
      return {-radius * std::sin(x), radius * std::cos(x)};
    case 2:
      return {-radius * std::cos(x), -radius * std::sin(x)};
    default:
      return {radius * std::sin(x), -radius * std::cos(x)};
  }
}

/// |value - exact| in units of the last place of `exact` rounded to Real.
template <class Real>
double error_in_ulps(Real value, long double exact) {
  const Real rounded = static_cast<Real>(exact);
  const long double ulp = std::nextafter(std::abs(rounded), std::numeric_limits<Real>::infinity()) - std::abs(rounded);
  return static_cast<double>(std::abs(static_cast<long double>(value) - exact) / ulp);
}

}  // namespace initlab::testing
