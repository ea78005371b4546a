#include "theory/scaled_length.hpp"

#include <cmath>
#include <numbers>

namespace initlab {
namespace {

constexpr double log_step = 100.0 * std::numbers::ln10;

}  // namespace

double ScaledLength::log() const { return std::log(value) + log_unit; }

double ScaledLength::plain() const { return converted(value, log_unit, 0.0); }

ScaledLength ScaledLength::fitted() const {
  if (!(value > 0.0) || std::isinf(value)) return {value, log_unit};
  const double unit = log_step * std::trunc(log() / log_step);
  return {converted(value, log_unit, unit), unit};
}

double converted(double value, double from, double log_unit) {
  return from == log_unit || value == 0.0 ? value : value * std::exp(from - log_unit);
}

}  // namespace initlab
