#pragma once
#include <cstdint>
#include <span>

#include "random/fill.hpp"
#include "random/stream.hpp"

namespace initlab {

// Independent numbers of one law, before scaling. fill() writes them from group `group` on, of as many numbers as
// group_size<Real>; `out` may have any size. Each says how its numbers are made of those of random/fill.hpp, of which
// it uses every one once.

/// Standard normal: the normals of the same groups.
struct GaussianEntry {
  template <class Real>
  static void fill(const Stream& stream, std::uint64_t group, std::span<Real> out) {
    fill_normal(stream, group, out);
  }
};

/// 2 u - 1, uniform in (-1, 1), u the uniforms of the same groups.
struct UniformEntry {
  template <class Real>
  static void fill(const Stream& stream, std::uint64_t group, std::span<Real> out) {
    fill_uniform(stream, group, out);
    for (Real& u : out) u = Real(2) * u - Real(1);  // exact: u is an odd multiple of half its resolution
  }
};

/// Normal, cut at two standard deviations, then scaled to variance 1: with the uniform numbers u of the same groups,
///
///     sqrt(2) erfinv(erf(sqrt 2) (2 u - 1)) / 0.87962566103423978
///
/// within 5e-7 (float) or 1e-15 (double) of it, relative. The excess kurtosis is -0.6344632828703505.
struct TruncatedNormalEntry {
  static void fill(const Stream& stream, std::uint64_t group, std::span<float> out);
  static void fill(const Stream& stream, std::uint64_t group, std::span<double> out);
};

/// 1 where u of the same groups is above 1/2 (it is never 1/2), else -1.
struct RademacherEntry {
  static void fill(const Stream& stream, std::uint64_t group, std::span<float> out);
  static void fill(const Stream& stream, std::uint64_t group, std::span<double> out);
};

/// Student t with nu degrees of freedom, by Bailey's polar method (Mathematics of Computation 62, 1994, p. 779), from a
/// pair of uniform doubles each:
///
///     sqrt(nu (u^(-2/nu) - 1)) cos(2 pi v)
///
/// Doubles for float too: the tail is what this law is about. A group of s numbers is made of the 2 s uniform doubles
/// that begin with group g * 2 s / 32 of the stream: u is the first half of them, v the second.
struct StudentEntry {
  double degrees_of_freedom;

  void fill(const Stream& stream, std::uint64_t group, std::span<float> out) const;
  void fill(const Stream& stream, std::uint64_t group, std::span<double> out) const;
};

}  // namespace initlab
