#include "results/number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace initlab {
namespace {

// Between these, digits are easier to compare than exponents.
constexpr double smallest_plain = 1e-3;
constexpr double largest_plain = 1e5;
// An error far below the value would otherwise print all digits of a double.
constexpr int most_decimals = 6;
constexpr double rounding = 1e-7;

bool is_plain(double magnitude) { return magnitude == 0 || (magnitude >= smallest_plain && magnitude < largest_plain); }

/// The decimal exponent after rounding to that many significant digits: 99.97 with three is 1.00e2.
int rounded_exponent(double value, int digits) {
  const std::string text = fmt::format("{:.{}e}", value, digits - 1);
  return std::stoi(text.substr(text.find('e') + 1));
}

int decimals_for(double error) {
  return std::isfinite(error) ? std::clamp(1 - rounded_exponent(error, 2), 0, most_decimals) : 2;
}

}  // namespace

std::string brief(double value) {
  if (std::isnan(value)) return "";
  if (value == 0) return "0";
  if (!std::isfinite(value)) return fmt::format("{}", value);
  if (!is_plain(std::abs(value))) return fmt::format("{:.2e}", value);
  return fmt::format("{:.{}f}", value, std::max(0, 2 - rounded_exponent(value, 3)));
}

std::string with_error(double value, double error) {
  if (!std::isfinite(value) || std::isnan(error)) return brief(value);
  // Below this it is rounding, not a spread of networks: float32 keeps seven digits.
  if (error <= rounding * std::abs(value)) return brief(value) + " ± 0";
  const double magnitude = std::max(std::abs(value), std::isfinite(error) ? error : 0.0);
  if (is_plain(magnitude)) {
    const int decimals = decimals_for(error);
    return fmt::format("{:.{}f} ± {:.{}f}", value, decimals, error, decimals);
  }
  const int exponent = rounded_exponent(magnitude, 3);
  // Not pow(10, -exponent), which overflows below 1e-308.
  const auto scaled = [&](double x) { return x / std::pow(10.0, exponent); };
  const int decimals = decimals_for(scaled(error));
  return fmt::format("({:.{}f} ± {:.{}f})e{:+03d}", scaled(value), decimals, scaled(error), decimals, exponent);
}

std::string percent(double fraction) { return std::isnan(fraction) ? "" : fmt::format("{:.1f} %", 100.0 * fraction); }

std::string counted(std::uint64_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace initlab
