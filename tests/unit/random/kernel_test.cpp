// The kernels themselves, compiled here for the baseline: other vector widths, and words that no short stream contains.
// The configuration comes before Highway.
// clang-format off
#include "random/highway_config.hpp"
#include <hwy/highway.h>
#include "random/fill-inl.hpp"
// clang-format on

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "random/fill.hpp"
#include "random/simd_targets.hpp"
#include "unit/random/box_muller.hpp"

HWY_BEFORE_NAMESPACE();
namespace initlab::HWY_NAMESPACE {

template <class Real, std::size_t max_lanes, class Numbers>
std::vector<Real> numbers_with_width(const Numbers& kind, const Stream& stream, std::uint64_t group,
                                     std::size_t count) {
  std::vector<Real> out(count);
  fill_groups<max_lanes>(kind, stream, group, out.data(), out.size());
  return out;
}

/// Box-Muller of one pair of words, through a vector.
testing::NormalPair kernel_box_muller(std::int32_t radius_word, std::int32_t angle_word) {
  const hn::CappedTag<float, 4> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  using Words = SideBySide<hn::Vec<decltype(du)>, 1>;
  const auto square = minus_two_log_float(d, Words{hn::Set(du, static_cast<std::uint32_t>(radius_word))});
  const auto direction = cos_sin_float(d, Words{hn::Set(du, static_cast<std::uint32_t>(angle_word))});
  const auto radius = hn::Sqrt(square.vector[0]);
  return {hn::GetLane(hn::Mul(radius, direction.cos.vector[0])), hn::GetLane(hn::Mul(radius, direction.sin.vector[0]))};
}
testing::NormalPair kernel_box_muller(std::int64_t radius_word, std::int64_t angle_word) {
  const hn::CappedTag<double, 2> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  using Words = SideBySide<hn::Vec<decltype(du)>, 1>;
  const auto square = minus_two_log_double(d, Words{hn::Set(du, static_cast<std::uint64_t>(radius_word))});
  const auto direction = cos_sin_double(d, Words{hn::Set(du, static_cast<std::uint64_t>(angle_word))});
  const auto radius = hn::Sqrt(square.vector[0]);
  return {hn::GetLane(hn::Mul(radius, direction.cos.vector[0])), hn::GetLane(hn::Mul(radius, direction.sin.vector[0]))};
}

}  // namespace initlab::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

namespace initlab {
namespace {

namespace kernel = HWY_NAMESPACE;

const Stream stream = {{0xfeedbeef, 0x12345678}, 11, 22};
constexpr std::size_t count = 1000 * 64 + 5;
constexpr std::uint64_t first_group = (std::uint64_t{1} << 28) - 100;  // the second counter word changes on the way

template <class Real>
std::vector<Real> dispatched_normals() {
  std::vector<Real> out(count);
  fill_normal(stream, first_group, out, Real(1.5));
  return out;
}
template <class Real>
std::vector<Real> dispatched_uniforms() {
  std::vector<Real> out(count);
  fill_uniform(stream, first_group, out);
  return out;
}

template <class Real, std::size_t width>
void expect_equal_for_width() {
  EXPECT_EQ(
      (kernel::numbers_with_width<Real, width>(kernel::NormalNumbers<Real>{Real(1.5)}, stream, first_group, count)),
      dispatched_normals<Real>());
  EXPECT_EQ((kernel::numbers_with_width<Real, width>(kernel::UniformNumbers(), stream, first_group, count)),
            dispatched_uniforms<Real>());
}
TEST(Kernel, bits_do_not_depend_on_the_vector_width) {
  expect_equal_for_width<float, 4>();
  expect_equal_for_width<float, 8>();
  expect_equal_for_width<double, 2>();
  expect_equal_for_width<double, 4>();
}

/// Lets the dispatch see only the given target while it lives.
class OnlyTarget {
 public:
  explicit OnlyTarget(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
  }
  ~OnlyTarget() {
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().DeInit();
  }
};

TEST(Kernel, avx512_gives_the_bits_of_avx2) {
  if ((hwy::SupportedTargets() & HWY_AVX3) == 0) GTEST_SKIP() << "this processor has no AVX-512: nothing to compare";
  const auto wide_floats = dispatched_normals<float>();
  const auto wide_doubles = dispatched_normals<double>();
  const auto wide_uniform_floats = dispatched_uniforms<float>();
  const auto wide_uniform_doubles = dispatched_uniforms<double>();
  ASSERT_EQ(simd_target_name(), "avx512");
  const OnlyTarget narrow(HWY_AVX2);
  ASSERT_EQ(simd_target_name(), "avx2");
  EXPECT_EQ(dispatched_normals<float>(), wide_floats);
  EXPECT_EQ(dispatched_normals<double>(), wide_doubles);
  EXPECT_EQ(dispatched_uniforms<float>(), wide_uniform_floats);
  EXPECT_EQ(dispatched_uniforms<double>(), wide_uniform_doubles);
}

TEST(Kernel, a_limit_is_obeyed_and_changes_no_bit) {
  const auto unlimited = dispatched_normals<float>();
  limit_simd(SimdLimit::avx2);
  EXPECT_EQ(simd_target_name(), "avx2");
  EXPECT_EQ(dispatched_normals<float>(), unlimited);
  limit_simd(SimdLimit::none);
  EXPECT_EQ(dispatched_normals<float>(), unlimited);
}

TEST(Kernel, a_processor_unknown_to_highway_gets_the_baseline) {
  const auto reference = dispatched_normals<float>();
  const OnlyTarget older(HWY_SSSE3);
  EXPECT_EQ(simd_target_name(), "avx2");
  EXPECT_EQ(dispatched_normals<float>(), reference);
}

/// Around both ends, zero, the reduction's thresholds and every power of two: where a formula changes.
template <class Word>
std::vector<Word> critical_words() {
  std::vector<Word> words;
  const auto around = [&](long double fraction) {
    for (int i = -1; i <= 1; ++i) {
      const auto exact = static_cast<std::int64_t>(std::ldexp(fraction, std::numeric_limits<Word>::digits + 1));
      words.push_back(static_cast<Word>(static_cast<std::uint64_t>(exact) + static_cast<std::uint64_t>(i)));
    }
  };
  for (const long double f : {0.0L, 0.125L, 0.25L, 0.375L, 0.499999L, -0.5L, -0.375L, -0.25L, -0.125L}) around(f);
  const long double lowest = std::sqrt(0.5L);
  for (int e = 1; e < std::numeric_limits<Word>::digits; ++e) {
    for (const long double f : {1.0L, 0.75L, lowest}) {
      around(std::ldexp(f, -e) / 2.0L);
      around(-std::ldexp(f, -e) / 2.0L);
    }
  }
  around(lowest - 1.0L);
  return words;
}

template <class Real, class Word>
void expect_accurate_and_bounded(double largest) {
  double worst = 0.0;
  for (const Word r : critical_words<Word>()) {
    for (const Word a : critical_words<Word>()) {
      const auto exact = testing::box_muller(r, a);
      const auto pair = kernel::kernel_box_muller(r, a);
      ASSERT_LE(std::max(std::abs(pair.cos), std::abs(pair.sin)), largest) << r << ' ' << a;
      ASSERT_GT(std::min(std::abs(pair.cos), std::abs(pair.sin)), 0.0L) << r << ' ' << a;
      worst = std::max(worst, testing::error_in_ulps(static_cast<Real>(pair.cos), exact.cos));
      worst = std::max(worst, testing::error_in_ulps(static_cast<Real>(pair.sin), exact.sin));
    }
  }
  ::testing::Test::RecordProperty("worst_error_in_ulps", std::to_string(worst));
  EXPECT_LT(worst, 5.0);  // what random/fill.hpp promises
}
TEST(Kernel, normal_floats_are_accurate_at_the_ends_and_thresholds) {
  expect_accurate_and_bounded<float, std::int32_t>(6.7638);  // sqrt(2 log 2^33)
}
TEST(Kernel, normal_doubles_are_accurate_at_the_ends_and_thresholds) {
  expect_accurate_and_bounded<double, std::int64_t>(9.4926);  // sqrt(2 log 2^65)
}

}  // namespace
}  // namespace initlab
