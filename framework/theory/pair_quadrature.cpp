#include "theory/pair_quadrature.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initlab/math.hpp>
#include <limits>
#include <numbers>
#include <vector>

#include "core/error.hpp"
#include "theory/activation_difference.hpp"
#include "theory/kronrod_rule.hpp"
#include "theory/panels.hpp"

namespace initlab {
namespace {

constexpr double target_error = 1e-12;
// Where kinks are not declared, halving gains a factor of four a round only.
constexpr double acceptable_error = 1e-6;
constexpr int most_halvings = 6;
// Panels at a kink span this multiple of phi's scale, and four standard deviations at most: measured to be the widest
// that seldom need to be halved for the activations in use.
constexpr double scale_per_panel = 1.5;
constexpr double widest_panel = 4.0;
// The density at 9.5 is 2e-20 of its maximum. Where phi grows so fast that this is not enough, the next is taken.
constexpr std::array reaches = {9.5, 13.0, 20.0, 30.0};
constexpr double rim = 2.5;  // wider than the last panel
constexpr double negligible_share = 1e-14;
// Inputs farther apart than this, as a share of their own size or of phi's scale: the difference of two values of phi
// keeps eleven digits, and the average over thousands of them thirteen.
constexpr double close_inputs = 2e-5;
// The integral of phi' between the inputs resolves this share of phi's scale.
constexpr double resolved_distance = 0.01;

// Points of the rule may cancel to exactly zero, where an activation written with branches or |x| often has a
// convention for its derivative instead of the limit.
double beside_zero(double u) { return u == 0.0 ? std::numeric_limits<double>::min() : u; }

// How u1 and u2 are made of z and w.
struct Geometry {
  double root_q1;
  double root_q2;
  double s;
  double t;
  double mirror;  // -1 where u2 = -sqrt(q2) (s z - t w)

  double u1(double z, double w) const { return beside_zero(root_q1 * (s * z + t * w)); }
  double u2(double z, double w) const { return beside_zero(mirror * root_q2 * (s * z - t * w)); }
  // Not u1 - u2, which would lose its digits.
  double difference(double z, double w) const {
    return s * z * (root_q1 - mirror * root_q2) + t * w * (root_q1 + mirror * root_q2);
  }
  bool is_even_in_w() const { return root_q1 == root_q2 && mirror > 0.0; }
  bool has_close_inputs() const {
    const double along = s * (root_q1 - mirror * root_q2);
    const double across = t * (root_q1 + mirror * root_q2);
    const double close = std::min(close_inputs * std::max({root_q1, root_q2, 1.0}), resolved_distance);
    return std::hypot(along, across) < close;
  }
};

Geometry geometry_of(const GaussianPair& pair) {
  const bool is_mirrored = pair.one_minus_c > 1.0;
  const double half_gap = 0.5 * (is_mirrored ? 2.0 - pair.one_minus_c : pair.one_minus_c);
  return {std::sqrt(pair.q1), std::sqrt(pair.q2), std::sqrt(1.0 - half_gap), std::sqrt(half_gap),
          is_mirrored ? -1.0 : 1.0};
}

struct Resolution {
  double reach = reaches.front();
  double inner_shrink = 1.0;  // of all panels
  double outer_shrink = 1.0;

  PanelLimits limits(double shrink) const {
    return {.reach = reach, .widest_at_kink = widest_panel * shrink, .widest = widest_panel * shrink};
  }
};

struct Sums {
  double integral = 0.0;
  double inner_error = 0.0;
  double outer_error = 0.0;
  double size = 0.0;
  double rim_size = 0.0;  // of what lies near the end of the reach

  void add(double weight, const Sums& other) {
    integral += weight * other.integral;
    inner_error += weight * other.inner_error;
    outer_error += weight * other.outer_error;
    size += weight * other.size;
    rim_size += weight * other.rim_size;
  }
  double error() const { return inner_error + outer_error; }
};

// 1 / sqrt(2 pi) at zero. A loop over math::exp vectorises.
void densities(std::span<const double> z, std::span<double> out) {
  constexpr double at_zero = std::numbers::inv_sqrtpi / std::numbers::sqrt2;
  for (std::size_t i = 0; i < z.size(); ++i) out[i] = at_zero * math::exp(-0.5 * z[i] * z[i]);
}

double density(double w) {
  double result = 0.0;
  densities({&w, 1}, {&result, 1});
  return result;
}

// Integrates over z for one w. The points of a panel are its nodes and then their mirror images.
class InnerIntegral {
 public:
  InnerIntegral(const Activation& phi, std::span<const double> kinks, const Geometry& geometry, PairIntegrand integrand,
                Resolution resolution)
      : phi_(phi),
        kinks_(kinks),
        geometry_(geometry),
        integrand_(integrand),
        resolution_(resolution),
        width_(scale_per_panel * resolution.inner_shrink / (geometry.s * std::max(geometry.root_q1, geometry.root_q2))),
        difference_(phi, kinks, geometry.has_close_inputs() ? CloseInputs::yes : CloseInputs::no) {}

  Sums at(double w) {
    place(w);
    evaluate(w);
    return sums(w);
  }

 private:
  static constexpr std::size_t nodes = KronrodRule::size;

  void place(double w) {
    centres_.clear();
    // A centre closer to z = 0 than phi's own scale is covered by the panels there.
    add_centres(0.0, w, width_);
    for (const double kink : kinks_) add_centres(kink, w, 0.0);
    panels_ = graded_panels(centres_, width_, resolution_.limits(resolution_.inner_shrink));
    const double room = resolution_.reach * resolution_.reach - w * w;
    std::erase_if(panels_, [&](Panel panel) { return panel.begin > 0.0 && panel.begin * panel.begin > room; });
    z_.resize(2 * nodes * panels_.size());
    for (std::size_t p = 0; p < panels_.size(); ++p) {
      const double middle = 0.5 * (panels_[p].begin + panels_[p].end);
      const double half = 0.5 * panels_[p].width();
      double* z = &z_[2 * nodes * p];
      for (std::size_t i = 0; i < nodes; ++i) {
        z[i] = middle + half * rule_.nodes[i];
        z[nodes + i] = -z[i];
      }
    }
  }

  void add_centres(double x, double w, double least_distance) {
    const double first = (x / geometry_.root_q1 - geometry_.t * w) / geometry_.s;
    const double second = (geometry_.mirror * x / geometry_.root_q2 + geometry_.t * w) / geometry_.s;
    for (const double z : {first, second})
      if (std::abs(z) > least_distance && std::abs(z) < resolution_.reach) centres_.push_back(z);
  }

  void evaluate(double w) {
    const std::size_t n = z_.size();
    u1_.resize(n);
    u2_.resize(n);
    f_.resize(n);
    density_.resize(n);
    const Geometry geometry = geometry_;  // a copy, which the compiler knows that the loop does not change
    for (std::size_t i = 0; i < n; ++i) {
      u1_[i] = geometry.u1(z_[i], w);
      u2_[i] = geometry.u2(z_[i], w);
    }
    densities(z_, density_);
    switch (integrand_) {
      case PairIntegrand::product:
        phi_.value(std::span<const double>(u1_), u1_);
        phi_.value(std::span<const double>(u2_), u2_);
        for (std::size_t i = 0; i < n; ++i) f_[i] = u1_[i] * u2_[i];
        break;
      case PairIntegrand::derivative_product:
        phi_.derivative(std::span<const double>(u1_), u1_);
        phi_.derivative(std::span<const double>(u2_), u2_);
        for (std::size_t i = 0; i < n; ++i) f_[i] = u1_[i] * u2_[i];
        break;
      case PairIntegrand::half_square_difference:
        for (std::size_t i = 0; i < n; ++i) {
          u1_[i] = 0.5 * (u1_[i] + u2_[i]);
          u2_[i] = geometry.difference(z_[i], w);
        }
        difference_(u1_, u2_, f_);
        for (double& f : f_) f *= 0.5 * f;
        break;
    }
  }

  Sums sums(double w) const {
    Sums total;
    const double inside = (resolution_.reach - rim) * (resolution_.reach - rim) - w * w;
    for (std::size_t p = 0; p < panels_.size(); ++p) {
      const double half = 0.5 * panels_[p].width();
      const std::size_t begin = 2 * nodes * p;
      Sums panel;
      double difference = 0.0;
      for (std::size_t i = 0; i < nodes; ++i) {
        const double right = f_[begin + i] * density_[begin + i];
        const double left = f_[begin + nodes + i] * density_[begin + nodes + i];
        const double size = rule_.weights[i] * (std::abs(right) + std::abs(left));
        panel.integral += rule_.weights[i] * (right + left);
        panel.size += size;
        difference += rule_.error_weights[i] * (right + left);
      }
      panel.inner_error = kronrod_error(std::abs(difference), panel.size);
      if (panels_[p].begin * panels_[p].begin > inside) panel.rim_size = panel.size;
      total.add(half, panel);
    }
    return total;
  }

  const Activation& phi_;
  std::span<const double> kinks_;
  Geometry geometry_;
  PairIntegrand integrand_;
  Resolution resolution_;
  double width_;
  ActivationDifference difference_;
  const KronrodRule& rule_ = kronrod_rule();
  std::vector<double> centres_;
  std::vector<Panel> panels_;
  std::vector<double> z_, u1_, u2_, f_, density_;
};

// Where two of the points at which the inner integral is split meet.
std::vector<double> outer_kinks(std::span<const double> kinks, const Geometry& geometry, double reach) {
  std::vector<double> meetings;
  for (const double first : kinks) {
    for (const double second : kinks) {
      const double distance = first / geometry.root_q1 - geometry.mirror * second / geometry.root_q2;
      if (std::abs(distance) < 2.0 * geometry.t * reach) meetings.push_back(distance / (2.0 * geometry.t));
    }
  }
  return meetings;
}

Sums integrate(InnerIntegral& inner, std::span<const double> kinks, const Geometry& geometry, Resolution resolution) {
  const KronrodRule& rule = kronrod_rule();
  const double width =
      scale_per_panel * resolution.outer_shrink / (geometry.t * std::max(geometry.root_q1, geometry.root_q2));
  const std::vector<double> meetings = outer_kinks(kinks, geometry, resolution.reach);
  Sums total;
  for (const Panel panel : graded_panels(meetings, width, resolution.limits(resolution.outer_shrink))) {
    if (panel.begin > resolution.reach) break;
    const double half = 0.5 * panel.width();
    Sums sums;
    double difference = 0.0;
    for (std::size_t i = 0; i < KronrodRule::size; ++i) {
      const double w = 0.5 * (panel.begin + panel.end) + half * rule.nodes[i];
      const Sums right = inner.at(w);
      Sums at_w;
      const double density_at_w = density(w);
      at_w.add(density_at_w, right);
      at_w.add(density_at_w, geometry.is_even_in_w() ? right : inner.at(-w));
      sums.add(rule.weights[i], at_w);
      difference += rule.error_weights[i] * at_w.integral;
    }
    sums.outer_error = kronrod_error(std::abs(difference), sums.size);
    total.add(half, sums);
  }
  return total;
}

Sums integrate(const Activation& phi, std::span<const double> kinks, const Geometry& geometry, PairIntegrand integrand,
               Resolution resolution) {
  InnerIntegral inner(phi, kinks, geometry, integrand, resolution);
  if (geometry.t == 0.0) return inner.at(0.0);
  return integrate(inner, kinks, geometry, resolution);
}

void check(const Activation& phi, const GaussianPair& pair) {
  const auto is_length = [](double q) { return q > 0.0 && std::isfinite(q); };
  if (!is_length(pair.q1) || !is_length(pair.q2) || !(pair.one_minus_c >= 0.0 && pair.one_minus_c <= 2.0))
    throw DomainError(
        fmt::format("a pair of lengths {} and {} with 1 - c = {} for activation '{}' (lengths are positive and finite, "
                    "1 - c lies between 0 and 2). Check the recursion that led there.",
                    pair.q1, pair.q2, pair.one_minus_c, phi.name()));
}

[[noreturn]] void throw_nan(const Activation& phi, const GaussianPair& pair) {
  throw PluginError(fmt::format(
      "activation '{}' gave NaN, or infinities of both signs, in its kernel for lengths {} and {}, 1 - c = {}. "
      "Make it a number for every finite input, or use smaller lengths.",
      phi.name(), pair.q1, pair.q2, pair.one_minus_c));
}

[[noreturn]] void throw_unconverged(const Activation& phi, const GaussianPair& pair, double value, double error) {
  throw PluginError(fmt::format(
      "the kernel of activation '{}' for lengths {} and {}, 1 - c = {} did not converge: {} +- {} (it has a "
      "pole, oscillates too fast, or has a kink that is not declared). Declare its kinks.",
      phi.name(), pair.q1, pair.q2, pair.one_minus_c, value, error));
}

}  // namespace

double pair_expectation(const Activation& phi, std::span<const double> kinks, const GaussianPair& pair,
                        PairIntegrand integrand) {
  check(phi, pair);
  const Geometry geometry = geometry_of(pair);
  auto reach = reaches.begin();
  Resolution resolution;
  double previous_error = std::numeric_limits<double>::infinity();
  for (int halvings = 0;;) {
    resolution.reach = *reach;
    const Sums sums = integrate(phi, kinks, geometry, integrand, resolution);
    if (std::isnan(sums.integral)) throw_nan(phi, pair);
    if (std::isinf(sums.integral)) return sums.integral;
    if (sums.rim_size > negligible_share * sums.size && reach + 1 != reaches.end()) {
      ++reach;
      continue;
    }
    const double error = sums.error();
    const bool is_acceptable = error <= acceptable_error * sums.size;
    // For an integrand that is smooth on the panels, the error falls by powers of ten.
    const bool has_stalled = error > 0.1 * previous_error;
    if (error <= target_error * sums.size || (is_acceptable && (has_stalled || halvings == most_halvings)))
      return sums.integral;
    if (halvings++ == most_halvings) throw_unconverged(phi, pair, sums.integral, error);
    previous_error = error;
    if (sums.inner_error > 0.5 * target_error * sums.size) resolution.inner_shrink *= 0.5;
    if (sums.outer_error > 0.5 * target_error * sums.size) resolution.outer_shrink *= 0.5;
  }
}

}  // namespace initlab
