#include "theory/moments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

#include "core/error.hpp"
#include "theory/gaussian_expectation.hpp"

namespace initlab {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

std::string_view name_of(Moment which) {
  switch (which) {
    case Moment::mean:
      return "mean";
    case Moment::second_moment:
      return "second moment";
    case Moment::derivative_second_moment:
      return "second moment of the derivative";
  }
  return "moment";
}

std::string_view name_of(PairMoment which) {
  switch (which) {
    case PairMoment::kernel:
      return "kernel";
    case PairMoment::derivative_kernel:
      return "derivative kernel";
    case PairMoment::kernel_deficit:
      return "kernel deficit";
  }
  return "two-input moment";
}

// phi or phi' of x, in place, squared where the moment wants a square.
void integrand(const Activation& phi, Moment which, std::span<double> x) {
  if (which == Moment::derivative_second_moment)
    phi.derivative(std::span<const double>(x), x);
  else
    phi.value(std::span<const double>(x), x);
  if (which != Moment::mean)
    for (double& value : x) value *= value;
}

// An activation's author writes functions of order one to a few units of rounding; what is below that is not known.
// It matters only where phi(0) = 0 and q is so small that exp(x) - 1, say, has few correct digits left. There phi is
// about sqrt(q), and the rounding of its square is twice phi's rounding times that.
double rounding_of(Moment which, double root_q) {
  const double unit = 4.0 * epsilon;
  return which == Moment::mean ? unit : unit * (unit + 2.0 * std::min(root_q, 1.0));
}

double homogeneous_moment(Slopes phi, Moment which, double q) {
  switch (which) {
    case Moment::mean:
      return homogeneous_mean(phi, q);
    case Moment::second_moment:
      return phi.mean_square() * q;
    case Moment::derivative_second_moment:
      break;
  }
  return phi.mean_square();
}

double power_law_moment(const PowerLaw& phi, Moment which, double q) {
  switch (which) {
    case Moment::mean:
      return power_law_mean(phi, q);
    case Moment::second_moment:
      return power_law_second_moment(phi, q);
    case Moment::derivative_second_moment:
      break;
  }
  return power_law_derivative_second_moment(phi, q);
}

}  // namespace

Moments::Moments(const Activation& phi, MomentMethod method) : phi_(&phi), method_(method), kinks_(phi.kinks()) {
  if (method != MomentMethod::closed_form_first) return;
  slopes_ = positively_homogeneous_slopes(phi);
  if (!slopes_) power_law_ = initlab::power_law(phi);
}

double Moments::moment(Moment which, double q) const {
  if (!(q >= 0.0) || std::isinf(q))
    throw DomainError(
        fmt::format("{} of activation '{}' at q = {} (a length is finite and not negative). Check the "
                    "recursion that led there.",
                    name_of(which), phi_->name(), q));
  if (q == 0.0) return at_zero(which);
  if (method_ == MomentMethod::closed_form_first)
    if (const auto closed_form = phi_->closed_form(which, q)) return checked(which, q, *closed_form);
  if (slopes_) return homogeneous_moment(*slopes_, which, q);
  if (power_law_) return power_law_moment(*power_law_, which, q);
  return by_quadrature(which, q);
}

std::optional<double> Moments::pair_closed_form(PairMoment which, double q, double one_minus_c) const {
  if (method_ == MomentMethod::quadrature_only) return std::nullopt;
  const auto value = phi_->pair_closed_form(which, q, one_minus_c);
  if (value && (std::isnan(*value) || (which == PairMoment::kernel_deficit && *value < 0.0)))
    throw PluginError(
        fmt::format("activation '{}' gave {} as its closed form of the {} at q = {}, 1 - c = {} ({}). Correct it.",
                    phi_->name(), *value, name_of(which), q, one_minus_c,
                    which == PairMoment::kernel_deficit ? "a mean square is a number >= 0" : "a mean is a number"));
  return value;
}

double Moments::at_zero(Moment which) const {
  const bool two_sided =
      which == Moment::derivative_second_moment && std::find(kinks_.begin(), kinks_.end(), 0.0) != kinks_.end();
  const double beside = two_sided ? std::numeric_limits<double>::min() : 0.0;
  std::array<double, 2> x = {-beside, beside};
  integrand(*phi_, which, x);
  return checked(which, 0.0, 0.5 * (x[0] + x[1]));
}

double Moments::by_quadrature(Moment which, double q) const {
  const double root_q = std::sqrt(q);
  const BatchFunction f = [&](std::span<const double> z, std::span<double> out) {
    for (std::size_t i = 0; i < z.size(); ++i) out[i] = root_q * z[i];
    integrand(*phi_, which, out);
    const auto nan = std::find_if(out.begin(), out.end(), [](double value) { return std::isnan(value); });
    if (nan == out.end()) return;
    const double input = root_q * z[static_cast<std::size_t>(nan - out.begin())];
    throw PluginError(fmt::format(
        "{} of activation '{}' gave NaN at input {} (needed for its moments at q = {}). "
        "Make it a number for every finite input.",
        which == Moment::derivative_second_moment ? "the derivative" : "the value", phi_->name(), input, q));
  };
  return integrated(f, name_of(which), q, rounding_of(which, root_q));
}

double Moments::expectation(double (*f)(double, double, double), double q, double floor) const {
  if (!(q > 0.0 && std::isfinite(q)))
    throw DomainError(
        fmt::format("an expectation of activation '{}' at q = {} (it is taken at a positive, finite length). Check the "
                    "recursion that led there.",
                    phi_->name(), q));
  const double root_q = std::sqrt(q);
  std::vector<double> derivative;
  const BatchFunction batch = [&](std::span<const double> z, std::span<double> out) {
    derivative.resize(z.size());
    for (std::size_t i = 0; i < z.size(); ++i) out[i] = root_q * z[i];
    phi_->derivative(std::span<const double>(out), derivative);
    phi_->value(std::span<const double>(out), out);
    for (std::size_t i = 0; i < z.size(); ++i) out[i] = f(out[i], derivative[i], z[i]);
  };
  return integrated(batch, "an expectation", q, floor);
}

double Moments::integrated(const BatchFunction& f, std::string_view what, double q, double floor) const {
  const double root_q = std::sqrt(q);
  IntegrandShape shape;
  shape.kinks.reserve(kinks_.size());
  for (const double kink : kinks_) shape.kinks.push_back(kink / root_q);
  shape.width = 1.0 / root_q;
  shape.absolute_floor = floor;
  try {
    return gaussian_expectation(f, shape);
  } catch (const ConvergenceError& error) {
    throw PluginError(fmt::format("{} of activation '{}' at q = {}: {}", what, phi_->name(), q, error.what()));
  }
}

double Moments::checked(Moment which, double q, double value) const {
  const bool is_square = which != Moment::mean;
  if (std::isnan(value) || (is_square && value < 0.0))
    throw PluginError(fmt::format(
        "activation '{}' gave {} as its {} at q = {} ({}). Correct its closed form, or its "
        "value at 0 if q is 0.",
        phi_->name(), value, name_of(which), q, is_square ? "a mean square is a number >= 0" : "a mean is a number"));
  return value;
}

}  // namespace initlab
