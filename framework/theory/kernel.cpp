#include "theory/kernel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "theory/activation_difference.hpp"
#include "theory/pair_quadrature.hpp"

namespace initlab {
namespace {

// The first are enough for tanh up to q = 0.8, say, and cost a fifteenth of the others.
constexpr std::size_t few_terms = 96;
constexpr std::size_t many_terms = 512;

void check_correlation(double one_minus_c) {
  if (!(one_minus_c >= 0.0 && one_minus_c <= 2.0))
    throw DomainError(fmt::format(
        "1 - c = {} (a correlation c lies between -1 and 1). Check the recursion that led there.", one_minus_c));
}

void check_length(double q, const Activation& phi) {
  if (!(q > 0.0 && std::isfinite(q)))
    throw DomainError(
        fmt::format("the kernel of activation '{}' at length {} (a length is positive and finite). Check "
                    "the recursion that led there.",
                    phi.name(), q));
}

// Only a kink that a normal number ever meets keeps the series from being complete.
bool meets_no_kink(std::span<const double> kinks, double q) {
  return std::all_of(kinks.begin(), kinks.end(), [&](double kink) { return std::abs(kink) > 12.0 * std::sqrt(q); });
}

// Here V - K = q d D(q): K' differs from D by a share of sqrt(2 d q) at most, even if phi has kinks.
bool is_linear(double one_minus_c, double q) { return one_minus_c * std::max(q, 1.0) <= 1e-27; }

}  // namespace

Kernel::Kernel(const Moments& phi, double q, KernelMethod method)
    : phi_(&phi),
      q_(q),
      method_(method),
      is_continuous_(!has_jump(phi.activation(), phi.kinks())),
      may_be_complete_(meets_no_kink(phi.kinks(), q)) {
  check_length(q, phi.activation());
}

std::optional<double> Kernel::closed_form(PairMoment which, double one_minus_c) const {
  if (method_ == KernelMethod::quadrature_only) return std::nullopt;
  return phi_->pair_closed_form(which, q_, one_minus_c);
}

const HermiteSeries* Kernel::series_of(std::size_t count, std::optional<std::optional<HermiteSeries>>& kept) {
  if (!kept) kept = HermiteSeries::of(*phi_, q_, count);
  return *kept ? &**kept : nullptr;
}

const HermiteSeries* Kernel::series_for(double one_minus_c) {
  if (method_ == KernelMethod::quadrature_only || !is_continuous_) return nullptr;
  const double gap = std::min(one_minus_c, 2.0 - one_minus_c);  // 1 - |c|
  const bool few_suffice = gap >= HermiteSeries::least_gap(few_terms);
  const bool many_suffice = gap >= HermiteSeries::least_gap(many_terms);
  if (!may_be_complete_ && !many_suffice) return nullptr;
  if (few_suffice || may_be_complete_) {
    const HermiteSeries* series = series_of(few_terms, short_series_);
    if (!series || few_suffice || series->is_complete()) return series;
    if (!many_suffice && !series->is_promising()) return nullptr;
  }
  const HermiteSeries* series = series_of(many_terms, long_series_);
  return series && (many_suffice || series->is_complete()) ? series : nullptr;
}

double Kernel::value(double one_minus_c) {
  check_correlation(one_minus_c);
  if (const auto exact = closed_form(PairMoment::kernel, one_minus_c)) return *exact;
  if (phi_->slopes()) return q_ * homogeneous_kernel(*phi_->slopes(), one_minus_c);
  if (phi_->power_law()) return power_law_kernel(*phi_->power_law(), q_, one_minus_c);
  if (one_minus_c == 0.0) return phi_->second_moment(q_);
  if (const HermiteSeries* series = series_for(one_minus_c)) return series->value(one_minus_c);
  return pair_expectation(phi_->activation(), phi_->kinks(), {q_, q_, one_minus_c}, PairIntegrand::product);
}

double Kernel::derivative(double one_minus_c) {
  check_correlation(one_minus_c);
  if (const auto exact = closed_form(PairMoment::derivative_kernel, one_minus_c)) return *exact;
  if (phi_->slopes()) return homogeneous_derivative_kernel(*phi_->slopes(), one_minus_c);
  if (phi_->power_law()) return power_law_derivative_kernel(*phi_->power_law(), q_, one_minus_c);
  if (one_minus_c == 0.0) return phi_->derivative_second_moment(q_);
  if (const HermiteSeries* series = series_for(one_minus_c)) return series->derivative(one_minus_c);
  return pair_expectation(phi_->activation(), phi_->kinks(), {q_, q_, one_minus_c}, PairIntegrand::derivative_product);
}

double Kernel::deficit(double one_minus_c) {
  check_correlation(one_minus_c);
  if (one_minus_c == 0.0) return 0.0;
  if (const auto exact = closed_form(PairMoment::kernel_deficit, one_minus_c)) return *exact;
  if (phi_->slopes()) return q_ * homogeneous_kernel_deficit(*phi_->slopes(), one_minus_c);
  if (phi_->power_law()) return power_law_kernel_deficit(*phi_->power_law(), q_, one_minus_c);
  if (method_ == KernelMethod::fastest && is_continuous_ && is_linear(one_minus_c, q_))
    return q_ * one_minus_c * phi_->derivative_second_moment(q_);
  if (const HermiteSeries* series = series_for(one_minus_c)) return series->deficit(one_minus_c);
  return pair_expectation(phi_->activation(), phi_->kinks(), {q_, q_, one_minus_c},
                          PairIntegrand::half_square_difference);
}

double unequal_kernel(const Moments& phi, double q1, double q2, double one_minus_c) {
  check_correlation(one_minus_c);
  check_length(q1, phi.activation());
  check_length(q2, phi.activation());
  if (q1 == q2) return Kernel(phi, q1).value(one_minus_c);
  if (phi.slopes()) return std::sqrt(q1) * std::sqrt(q2) * homogeneous_kernel(*phi.slopes(), one_minus_c);
  if (const auto& power = phi.power_law())
    return std::pow(q1, 0.5 * power->exponent) * std::pow(q2, 0.5 * power->exponent) *
           power_law_kernel(*power, 1.0, one_minus_c);
  const double gap = std::min(one_minus_c, 2.0 - one_minus_c);
  if (gap >= HermiteSeries::least_gap(few_terms) && !has_jump(phi.activation(), phi.kinks())) {
    const auto first = HermiteSeries::of(phi, q1, few_terms);
    const auto second = HermiteSeries::of(phi, q2, few_terms);
    if (first && second) return HermiteSeries::value(*first, *second, one_minus_c);
  }
  return pair_expectation(phi.activation(), phi.kinks(), {q1, q2, one_minus_c}, PairIntegrand::product);
}

double unequal_half_square_distance(const Moments& phi, double q1, double q2, double one_minus_c) {
  check_correlation(one_minus_c);
  check_length(q1, phi.activation());
  check_length(q2, phi.activation());
  if (q1 == q2) return Kernel(phi, q1).deficit(one_minus_c);
  if (phi.power_law()) return power_law_half_square_distance(*phi.power_law(), q1, q2, one_minus_c);
  return pair_expectation(phi.activation(), phi.kinks(), {q1, q2, one_minus_c}, PairIntegrand::half_square_difference);
}

}  // namespace initlab
