#include "linear/independent_entries.hpp"

#include <algorithm>
#include <array>
#include <initlab/math.hpp>
#include <numbers>

namespace initlab {
namespace {

/// sqrt(2) erfinv(p) / (0.8796... t) for p = erf(sqrt 2) t, -1 < t < 1, is smooth in w = -log(1 - p^2), as Giles (2012,
/// "Approximating the erfinv function") found. Here as a polynomial in w - 5/4, interpolated at the Chebyshev nodes of
/// 0 <= w <= 2.42 with 40 digits: relative error 3.3e-8 (float) and 2.0e-16 (double).
template <class Real>
struct QuantileConstants;
template <>
struct QuantileConstants<float> {
  static constexpr std::array polynomial{0x1.d3536cp+0f,  0x1.8819bap-2f, 0x1.f93ab2p-9f,  -0x1.c534e2p-9f,
                                         0x1.ccd332p-13f, 0x1.868aap-15f, -0x1.dd8d44p-18f};
};
template <>
struct QuantileConstants<double> {
  static constexpr std::array polynomial{0x1.d3536b8794544p+0,   0x1.8819c672b46d9p-2,   0x1.f9349a9d48b87p-9,
                                         -0x1.c554623f97fd4p-9,  0x1.ce1d2c97b6e0fp-13,  0x1.91129b7cda05fp-15,
                                         -0x1.03ca2194755d7p-17, -0x1.018b69a3f4b8p-21,  0x1.a46907adc6fe6p-23,
                                         -0x1.05dc89e7565c6p-29, -0x1.1f111a229258fp-28, 0x1.4450f4dc89896p-32,
                                         0x1.4d6accc314faap-34,  -0x1.551a2806778b9p-37, -0x1.448809e75cfbbp-40};
};

constexpr double uncut_mass = 0.95449973610364158;  // erf(sqrt 2): of a normal law, between -2 and 2

template <class Real>
void fill_truncated_normal(const Stream& stream, std::uint64_t group, std::span<Real> out) {
  fill_uniform(stream, group, out);
  for (Real& number : out) {
    const Real t = Real(2) * number - Real(1);
    const Real p = static_cast<Real>(uncut_mass) * t;
    const Real w = -math::log(math::fma(-p, p, Real(1)));
    number = t * math::detail::polynomial(w - Real(1.25), QuantileConstants<Real>::polynomial);
  }
}

template <class Real>
void fill_rademacher(const Stream& stream, std::uint64_t group, std::span<Real> out) {
  fill_uniform(stream, group, out);
  for (Real& number : out) number = number < Real(0.5) ? Real(-1) : Real(1);
}

template <class Real>
void fill_student(double nu, const Stream& stream, std::uint64_t group, std::span<Real> out) {
  constexpr std::size_t size = group_size<Real>, groups_of_doubles = 2 * size / group_size<double>;
  std::array<double, 2 * size> uniforms;
  std::array<double, size> numbers;
  for (; !out.empty(); ++group) {
    fill_uniform(stream, group * groups_of_doubles, std::span<double>(uniforms));
    for (std::size_t i = 0; i < size; ++i)
      numbers[i] = math::sqrt(nu * math::expm1(-2.0 / nu * math::log(uniforms[i]))) *
                   math::cos(2.0 * std::numbers::pi * uniforms[size + i]);
    const std::size_t count = std::min(size, out.size());
    std::transform(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(count), out.begin(),
                   [](double number) { return static_cast<Real>(number); });
    out = out.subspan(count);
  }
}

}  // namespace

void TruncatedNormalEntry::fill(const Stream& stream, std::uint64_t group, std::span<float> out) {
  fill_truncated_normal(stream, group, out);
}
void TruncatedNormalEntry::fill(const Stream& stream, std::uint64_t group, std::span<double> out) {
  fill_truncated_normal(stream, group, out);
}

void RademacherEntry::fill(const Stream& stream, std::uint64_t group, std::span<float> out) {
  fill_rademacher(stream, group, out);
}
void RademacherEntry::fill(const Stream& stream, std::uint64_t group, std::span<double> out) {
  fill_rademacher(stream, group, out);
}

void StudentEntry::fill(const Stream& stream, std::uint64_t group, std::span<float> out) const {
  fill_student(degrees_of_freedom, stream, group, out);
}
void StudentEntry::fill(const Stream& stream, std::uint64_t group, std::span<double> out) const {
  fill_student(degrees_of_freedom, stream, group, out);
}

}  // namespace initlab
