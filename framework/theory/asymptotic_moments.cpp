#include "theory/asymptotic_moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.hpp"

namespace initlab {
namespace {

constexpr double log_short = -55.3;  // 1e-24
constexpr double log_long = 55.3;

// The slopes at +-x, if phi is a line through zero there as far as double precision can tell.
std::optional<Slopes> slopes_around(const Activation& phi, double x) {
  std::array<double, 2> value = {x, -x};
  std::array<double, 2> slope = value;
  phi.value(std::span<const double>(value), value);
  phi.derivative(std::span<const double>(slope), slope);
  const double size = std::max(std::abs(slope[0]), std::abs(slope[1]));
  const bool is_line =
      std::abs(value[0] / x - slope[0]) <= 1e-9 * size && std::abs(value[1] / -x - slope[1]) <= 1e-9 * size;
  // Slopes that fade, like those of tanh, are not its asymptotes.
  if (!is_line || !(size > 1e-6) || !std::isfinite(size)) return std::nullopt;
  return Slopes{slope[0], slope[1]};
}

bool has_closed_kernel(const Moments& phi) {
  return phi.power_law() || phi.pair_closed_form(PairMoment::kernel_deficit, 1.0, 0.5);
}

}  // namespace

AsymptoticMoments::AsymptoticMoments(const Moments& phi)
    : phi_(phi),
      table_(phi),
      near_(slopes_around(phi.activation(), 1e-12)),
      far_(slopes_around(phi.activation(), 1e12)) {}

const std::optional<Slopes>& AsymptoticMoments::slopes_at(ScaledLength q) const {
  static const std::optional<Slopes> none;
  if (phi_.slopes()) return phi_.slopes();
  if (q.log() < log_short) return near_;
  if (q.log() > log_long) return far_;
  return none;
}

double AsymptoticMoments::checked_plain(ScaledLength q) const {
  if (q.log_unit != 0.0 || !std::isfinite(q.value))
    throw DomainError(
        fmt::format("a length of exp({}) for activation '{}' (it has no asymptote there that theory could use). Use a "
                    "smaller scale, or fewer layers.",
                    q.log(), phi_.activation().name()));
  return q.value;
}

double AsymptoticMoments::mean(ScaledLength q) const {
  if (const auto& slopes = slopes_at(q)) return homogeneous_mean(*slopes, q.value);
  return phi_.mean(checked_plain(q));
}

double AsymptoticMoments::second_moment(ScaledLength q) const {
  if (const auto& slopes = slopes_at(q)) return slopes->mean_square() * q.value;
  return phi_.second_moment(checked_plain(q));
}

double AsymptoticMoments::derivative_second_moment(ScaledLength q) const {
  if (const auto& slopes = slopes_at(q)) return slopes->mean_square();
  return phi_.derivative_second_moment(checked_plain(q));
}

double AsymptoticMoments::deficit(ScaledLength q, double one_minus_c) const {
  if (one_minus_c == 0.0 || q.value == 0.0) return 0.0;
  if (const auto& slopes = slopes_at(q)) return q.value * homogeneous_kernel_deficit(*slopes, one_minus_c);
  const double plain = checked_plain(q);
  if (!has_closed_kernel(phi_))
    if (const auto tabulated = table_.deficit(plain, one_minus_c)) return *tabulated;
  return Kernel(phi_, plain).deficit(one_minus_c);
}

}  // namespace initlab
