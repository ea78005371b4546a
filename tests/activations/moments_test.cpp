// Gaussian moments of the shipped activations: closed forms, published numbers, fixed points.
#include "theory/moments.hpp"

#include <gtest/gtest.h>

#include <boost/math/quadrature/exp_sinh.hpp>
#include <cmath>
#include <numbers>

#include "activations/shipped.hpp"
#include "core/error.hpp"
#include "unit/theory/reference_moments.hpp"

namespace initlab::test {
namespace {

constexpr Moment all_moments[] = {Moment::mean, Moment::second_moment, Moment::derivative_second_moment};
constexpr double lengths[] = {1e-6, 1e-4, 0.01, 0.1, 0.5, 1.0, 3.0, 10.0, 100.0, 1e4};

std::unique_ptr<Activation> as_in_reference(const std::string& name) {
  return name == "leaky_relu_0.2" ? shipped("leaky_relu", {{{"slope", 0.2}}}) : shipped(name);
}

TEST(ShippedMoments, agree_with_an_independent_quadrature) {
  const auto expect_like_reference = [](double value, double reference) {
    // Where the reference is zero by symmetry it holds rounding only.
    EXPECT_LE(std::abs(value - reference), std::max(1e-10 * std::abs(reference), 1e-14)) << value << " " << reference;
  };
  for (const ReferenceMoments& reference : reference_moments) {
    SCOPED_TRACE(testing::Message() << reference.activation << " at q = " << reference.q);
    const auto phi = as_in_reference(std::string(reference.activation));
    const Moments moments(*phi);
    expect_like_reference(moments.mean(reference.q), reference.mean);
    expect_like_reference(moments.second_moment(reference.q), reference.second_moment);
    expect_like_reference(moments.derivative_second_moment(reference.q), reference.derivative_second_moment);
  }
}

struct ClosedForms {
  std::string id;
  PluginArguments arguments;
  std::vector<Moment> offered;
};

const ClosedForms closed_forms[] = {
    {"leaky_relu", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"leaky_relu", {{{"slope", -0.7}}}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"erf", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"sin", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"gelu", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"hard_tanh", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"sigmoid", {}, {Moment::mean}},
    {"softsign", {}, {Moment::mean}},
    {"arctan", {}, {Moment::mean}},
    {"elu", {}, {}},
    {"selu", {}, {}},
    {"silu", {}, {}},
    {"softplus", {}, {}},
    {"mish", {}, {}},
    {"swish", {}, {}},
    {"celu", {}, {}},
    {"relu6", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"hard_sigmoid", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"hard_swish", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"log_sigmoid", {}, {}},
    {"tanh_shrink", {}, {Moment::mean}},
    {"softshrink", {}, {Moment::mean, Moment::derivative_second_moment}},
    {"abs", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"square", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"gaussian", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"cos", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"threshold", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"threshold",
     {{{"threshold", -0.5}, {"value", 2.0}}},
     {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"prelu", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"snake", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"snake", {{{"a", 0.3}}}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"squareplus", {}, {Moment::second_moment}},
    {"squareplus", {{{"b", 0.01}}}, {Moment::second_moment}},
    {"tanh_exp", {}, {}},
    {"bent_identity", {}, {}},
    {"step", {}, {Moment::mean, Moment::second_moment, Moment::derivative_second_moment}},
    {"custom", {}, {}},
};

TEST(ClosedForms, are_offered_where_this_file_says_so) {
  for (const auto& [id, arguments, offered] : closed_forms) {
    const auto phi = shipped(id, arguments);
    std::vector<Moment> found;
    for (const Moment which : all_moments)
      if (phi->closed_form(which, 1.0)) found.push_back(which);
    EXPECT_EQ(found, offered) << id;
  }
}

/// E|phi(x) + phi(-x)| / 2 to a percent or so, by which the error of a mean is measured: a wave's mean is far smaller.
double size_of_even_part(const Activation& phi, double q) {
  constexpr double step = 1e-3, reach = 14.0;
  std::vector<double> right, left;
  for (double z = 0.5 * step; z < reach; z += step) right.push_back(std::sqrt(q) * z), left.push_back(-right.back());
  const std::vector<double> above = values_of(phi, right), below = values_of(phi, left);
  double sum = 0.0;
  for (std::size_t i = 0; i < right.size(); ++i)
    sum += std::abs(above[i] + below[i]) * std::exp(-0.5 * right[i] * right[i] / q);
  return sum * step / std::sqrt(2.0 * std::numbers::pi);
}

void expect_closed_form_like_quadrature(const Activation& phi, Moment which) {
  for (const double q : lengths) {
    const double expected = Moments(phi, MomentMethod::quadrature_only).moment(which, q);
    const double size = which == Moment::mean ? size_of_even_part(phi, q) : expected;
    EXPECT_LE(std::abs(phi.closed_form(which, q).value() - expected), 1e-12 * size)
        << phi.name() << " at q = " << q << ", moment " << static_cast<int>(which);
  }
}

TEST(ClosedForms, agree_with_quadrature) {
  for (const auto& [id, arguments, offered] : closed_forms) {
    const auto phi = shipped(id, arguments);
    for (const Moment which : offered) expect_closed_form_like_quadrature(*phi, which);
  }
}

TEST(AlphaRelu, has_the_mean_and_the_second_moment_of_its_power) {
  for (const double alpha : {0.9, 0.6, 0.51}) {
    const auto phi = shipped("alpha_relu", {{{"alpha", alpha}}});
    expect_closed_form_like_quadrature(*phi, Moment::mean);
    expect_closed_form_like_quadrature(*phi, Moment::second_moment);
  }
}

// Halving panels does not get to the bottom of z^(2 alpha - 2). exp-sinh quadrature does: it puts its nodes towards 0
// as densely as doubles allow.
TEST(AlphaRelu, has_the_derivative_second_moment_of_an_integrable_singularity) {
  boost::math::quadrature::exp_sinh<double> half_line;
  for (const double alpha : {0.9, 0.75, 0.6}) {
    const auto phi = shipped("alpha_relu", {{{"alpha", alpha}}});
    for (const double q : lengths) {
      const double expected = half_line.integrate([&](double z) {
        const double slope = alpha * std::pow(std::sqrt(q) * z, alpha - 1.0);
        return slope * slope * std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
      });
      EXPECT_NEAR(Moments(*phi).derivative_second_moment(q) / expected, 1.0, 1e-11) << alpha << " " << q;
    }
  }
}

// Yang & Schoenholz 2017: V(q) = c_alpha q^alpha, c_alpha = 2^(alpha-1) Gamma(alpha + 1/2) / sqrt(pi).
TEST(AlphaRelu, has_the_second_moment_of_its_paper) {
  const auto phi = shipped("alpha_relu", {{{"alpha", 0.75}}});
  const double c = std::exp2(-0.25) * std::tgamma(1.25) / std::sqrt(std::numbers::pi);
  EXPECT_NEAR(Moments(*phi).second_moment(1.7), c * std::pow(1.7, 0.75), 1e-15);
}

TEST(AlphaRelu, refuses_the_exponent_at_which_its_gradient_diverges) {
  EXPECT_THROW(shipped("alpha_relu", {{{"alpha", 0.5}}}), PluginError);
}

TEST(Selu, keeps_mean_zero_and_variance_one) {
  const auto phi = shipped("selu");
  const Moments moments(*phi);
  EXPECT_NEAR(moments.mean(1.0), 0.0, 1e-12);
  EXPECT_NEAR(moments.second_moment(1.0), 1.0, 1e-12);
}

// What softplus has as its derivative is the sigmoid: D of one is V of the other.
TEST(Softplus, has_the_second_moment_of_the_sigmoid_as_its_derivative_second_moment) {
  const auto softplus = shipped("softplus"), sigmoid = shipped("sigmoid");
  for (const double q : lengths)
    EXPECT_NEAR(Moments(*softplus).derivative_second_moment(q) / Moments(*sigmoid).second_moment(q), 1.0, 1e-13) << q;
}

// phi_beta(x) = phi(beta x) / beta: V_beta(q) = V(beta^2 q) / beta^2 and D_beta(q) = D(beta^2 q).
TEST(Sharpness, scales_the_moments) {
  for (const char* id : {"silu", "softplus"}) {
    const auto sharp = shipped(id, {{{"beta", 5.0}}}), plain = shipped(id);
    for (const double q : {0.01, 1.0, 30.0}) {
      EXPECT_NEAR(25.0 * Moments(*sharp).second_moment(q) / Moments(*plain).second_moment(25.0 * q), 1.0, 1e-12) << id;
      EXPECT_NEAR(Moments(*sharp).derivative_second_moment(q) / Moments(*plain).derivative_second_moment(25.0 * q), 1.0,
                  1e-12)
          << id;
    }
  }
}

}  // namespace
}  // namespace initlab::test
