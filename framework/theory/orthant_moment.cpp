#include "theory/orthant_moment.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace initlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double pi = std::numbers::pi;
constexpr double negligible = 1e-18;
// Below this distance from a half-integer p, J_p is J at the half-integer.
constexpr double least_offset = 1e-30;

// With delta = d / 2 and m = p + 1/2, DLMF 14.3.1 gives
//
//   J_p(-c) = 2^(p-1)/sqrt(pi) Gamma(p+1)^2 / Gamma(m+1)  delta^m  F(1/2, 1/2; m + 1; delta)
//
// whose series converges like 2^-k for c >= 0.
double opposite(double p, double delta) {
  const double m = p + 0.5;
  double term = 1.0;
  double sum = 1.0;
  for (int k = 0; term > negligible * sum; ++k) {
    term *= delta * (k + 0.5) * (k + 0.5) / ((m + 1.0 + k) * (k + 1.0));
    sum += term;
  }
  const double gamma = std::tgamma(p + 1.0);
  return std::exp2(p - 1.0) * std::numbers::inv_sqrtpi * gamma * gamma / std::tgamma(m + 1.0) * std::pow(delta, m) *
         sum;
}

double log_gamma_1p(double x) { return std::log1p(boost::math::tgamma1pm1(x)); }

// log(Gamma(1/2 + x) / sqrt(pi)), by duplication.
double log_gamma_half(double x) { return log_gamma_1p(2.0 * x) - log_gamma_1p(x) - 2.0 * std::numbers::ln2 * x; }

// The connection formula of the hypergeometric function (DLMF 15.8.4) gives the expansion about c = 1,
//
//   J_p(c) = J_p(1) F(-p, -p; 1 - m; delta) - J_p(-c) / sin(pi m).
//
// At an integer m both parts have poles, which cancel. So m = M + epsilon with an integer M and |epsilon| <= 1/2, and
// the power series' terms of degree M + j, B_j, are taken together with those of J_p(-c), A_j, which differ from them
// by the factor delta^epsilon and vanish relative to them:
//
//   J_p(c) = 2^(p-1)/sqrt(pi) (sum_(k<M) (-1)^k Gamma(m-k) (-p)_k^2/k! delta^k
//                              + (-1)^M (pi epsilon / sin(pi epsilon)) sum_j delta^(M+j) A_j (R_j - delta^epsilon) /
//                              epsilon)
//
// A_j = Gamma(p+1)^2 (1/2)_j^2 / (pi Gamma(m+1+j) j!)   R_j = B_j / A_j
// R_0 = pi Gamma(1+M+epsilon) / (Gamma(1/2+epsilon)^2 Gamma(1-epsilon) M!)
// R_(j+1) / R_j = (1 - epsilon/(j+1/2))^2 (1 + epsilon/(M+1+j)) / (1 - epsilon/(j+1))
//
// where (R_j - 1) / epsilon and (1 - delta^epsilon) / epsilon are computed without a difference of close numbers.
class ExpansionAtOne {
 public:
  explicit ExpansionAtOne(double p) : p_(p), m_(p + 0.5), power_(static_cast<int>(std::ceil(p))) {
    epsilon_ = m_ - power_;
    if (std::abs(epsilon_) < least_offset) epsilon_ = least_offset;
  }

  /// The terms from delta^first on.
  double sum_from(int first, double delta) const {
    return std::exp2(p_ - 1.0) * std::numbers::inv_sqrtpi * (plain_terms(first, delta) + paired_terms(delta));
  }

 private:
  double plain_terms(int first, double delta) const {
    double sum = 0.0;
    double factor = 1.0;  // (-p)_k^2 / k! (-delta)^k
    for (int k = 0; k < power_; ++k) {
      if (k >= first) sum += factor * std::tgamma(m_ - k);
      factor *= -delta * (k - p_) * (k - p_) / (k + 1.0);
    }
    return sum;
  }

  double paired_terms(double delta) const {
    const double loss = -std::expm1(epsilon_ * std::log(delta)) / epsilon_;
    double log_ratio = log_first_ratio();
    double coefficient = 1.0;  // A_j delta^j / A_0
    double sum = 0.0;
    for (int j = 0;; ++j) {
      const double excess = std::expm1(log_ratio) / epsilon_;
      sum += coefficient * (excess + loss);
      if (coefficient * (std::abs(excess) + loss) <= negligible * sum) break;
      log_ratio += 2.0 * std::log1p(-epsilon_ / (j + 0.5)) + std::log1p(epsilon_ / (power_ + 1 + j)) -
                   std::log1p(-epsilon_ / (j + 1));
      coefficient *= delta * (j + 0.5) * (j + 0.5) / ((m_ + 1.0 + j) * (j + 1.0));
    }
    const double gamma = std::tgamma(p_ + 1.0);
    const double first = gamma * gamma / (pi * std::tgamma(m_ + 1.0)) * std::pow(delta, power_);
    const double sign = power_ % 2 == 0 ? 1.0 : -1.0;
    return sign * pi * epsilon_ / std::sin(pi * epsilon_) * first * sum;
  }

  double log_first_ratio() const {
    double sum = log_gamma_1p(epsilon_) - log_gamma_1p(-epsilon_) - 2.0 * log_gamma_half(epsilon_);
    for (int i = 1; i <= power_; ++i) sum += std::log1p(epsilon_ / i);
    return sum;
  }

  double p_;
  double m_;
  int power_;  // M
  double epsilon_;
};

}  // namespace

double half_line_moment(double p) {
  if (!(p > -1.0)) return infinity;
  return std::exp2(0.5 * p - 1.0) * std::tgamma(0.5 * (p + 1.0)) * std::numbers::inv_sqrtpi;
}

double orthant_moment(double p, double one_minus_c) {
  const double delta = 0.5 * one_minus_c;
  if (delta == 0.0) return half_line_moment(2.0 * p);
  if (one_minus_c > 1.0) return opposite(p, 0.5 * (2.0 - one_minus_c));
  return ExpansionAtOne(p).sum_from(0, delta);
}

double opposite_orthant_moment(double p, double one_minus_c) {
  return one_minus_c > 1.0 ? orthant_moment(p, 2.0 - one_minus_c) : opposite(p, 0.5 * one_minus_c);
}

double orthant_moment_deficit(double p, double one_minus_c) {
  const double delta = 0.5 * one_minus_c;
  if (delta == 0.0) return 0.0;
  if (one_minus_c > 1.0) return half_line_moment(2.0 * p) - opposite(p, 0.5 * (2.0 - one_minus_c));
  return -ExpansionAtOne(p).sum_from(1, delta);
}

}  // namespace initlab
