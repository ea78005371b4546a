#include "random/fill.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "random/philox.hpp"
#include "unit/random/box_muller.hpp"
#include "unit/random/draws.hpp"

namespace initlab {
namespace {

using testing::normals;
using testing::uniforms;

const Stream stream = {{0x01234567, 0x89abcdef}, 7, 3};

// A group whose first block number, 2^32 - 16, is the last before the carry into the second counter word.
constexpr std::uint64_t group_before_carry = (std::uint64_t{1} << 28) - 1;

constexpr double normal_ulps = 5.0;  // what random/fill.hpp promises

/// Words of the block that number k of a group comes from, by the layout in random/fill.hpp.
std::array<std::uint32_t, 4> words_of(std::uint64_t group, std::size_t k) {
  const std::uint64_t number = 16 * group + k % 16;
  return Philox4x32::block(
      {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32), stream.trial, stream.layer},
      stream.key);
}

std::uint64_t join(std::uint32_t low, std::uint32_t high) { return low | std::uint64_t{high} << 32; }

class FillGroups : public ::testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(From, FillGroups, ::testing::Values(0, 5, group_before_carry, std::uint64_t{1} << 59));

TEST_P(FillGroups, uniform_floats_are_what_the_layout_says) {
  std::vector<float> out(3 * 64);
  fill_uniform(stream, GetParam(), out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::uint32_t w = words_of(GetParam() + i / 64, i % 64)[i % 64 / 16];
    ASSERT_EQ(out[i], std::ldexp(static_cast<double>(w >> 9) + 0.5, -23)) << "number " << i;
  }
}

TEST_P(FillGroups, uniform_doubles_are_what_the_layout_says) {
  std::vector<double> out(3 * 32);
  fill_uniform(stream, GetParam(), out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto w = words_of(GetParam() + i / 32, i % 32);
    const std::uint64_t wide = i % 32 < 16 ? join(w[0], w[1]) : join(w[2], w[3]);
    ASSERT_EQ(out[i], std::ldexp(static_cast<double>(wide >> 12) + 0.5, -52)) << "number " << i;
  }
}

TEST_P(FillGroups, normal_floats_are_box_muller_of_the_layouts_words) {
  std::vector<float> out(1000 * 64);
  fill_normal(stream, GetParam(), out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto w = words_of(GetParam() + i / 64, i % 64);
    const std::size_t j = i % 64 / 16;
    const auto pair =
        testing::box_muller(static_cast<std::int32_t>(w[j / 2 * 2]), static_cast<std::int32_t>(w[j / 2 * 2 + 1]));
    ASSERT_LE(testing::error_in_ulps(out[i], j % 2 == 0 ? pair.cos : pair.sin), normal_ulps) << "number " << i;
  }
}

TEST_P(FillGroups, normal_doubles_are_box_muller_of_the_layouts_words) {
  std::vector<double> out(1000 * 32);
  fill_normal(stream, GetParam(), out);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto w = words_of(GetParam() + i / 32, i % 32);
    const auto pair =
        testing::box_muller(static_cast<std::int64_t>(join(w[0], w[1])), static_cast<std::int64_t>(join(w[2], w[3])));
    ASSERT_LE(testing::error_in_ulps(out[i], i % 32 < 16 ? pair.cos : pair.sin), normal_ulps) << "number " << i;
  }
}

template <class Real>
void expect_the_deviation_is_a_factor() {
  constexpr std::size_t count = 1000;
  const auto standard = normals<Real>(stream, count);
  for (const Real deviation : {Real(1), Real(0.25), Real(0), Real(-1.7), Real(3e-20), Real(5e20)}) {
    std::vector<Real> out(count);
    fill_normal(stream, 0, out, deviation);
    // One rounding instead of another: the radius is scaled before its direction is.
    for (std::size_t i = 0; i < count; ++i)
      ASSERT_NEAR(out[i], deviation * standard[i],
                  2 * std::numeric_limits<Real>::epsilon() * std::abs(deviation * standard[i]));
    if (deviation == Real(1) || deviation == Real(0.25)) {  // powers of two have none
      for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(out[i], deviation * standard[i]);
    }
  }
}
TEST(Fill, normal_numbers_of_a_deviation_are_standard_ones_times_it) {
  expect_the_deviation_is_a_factor<float>();
  expect_the_deviation_is_a_factor<double>();
}

template <class Real>
void expect_cut_into_calls_changes_nothing() {
  constexpr std::size_t size = group_size<Real>;
  const auto whole = normals<Real>(stream, 5 * size);
  const auto whole_uniform = uniforms<Real>(stream, 5 * size);
  std::vector<Real> second_half(2 * size);
  fill_normal(stream, 3, second_half);
  EXPECT_TRUE(std::equal(second_half.begin(), second_half.end(), whole.begin() + 3 * size));
  for (std::size_t count = 0; count <= 2 * size; ++count) {
    const auto part = normals<Real>(stream, count);
    ASSERT_TRUE(std::equal(part.begin(), part.end(), whole.begin())) << count << " numbers";
    const auto uniform_part = uniforms<Real>(stream, count);
    ASSERT_TRUE(std::equal(uniform_part.begin(), uniform_part.end(), whole_uniform.begin())) << count << " numbers";
  }
}
TEST(Fill, numbers_do_not_depend_on_the_cut_into_calls) {
  expect_cut_into_calls_changes_nothing<float>();
  expect_cut_into_calls_changes_nothing<double>();
}

TEST(Fill, a_cut_tail_writes_nothing_behind_its_end) {
  std::vector<float> out(100, -7.0f);
  fill_normal(stream, 0, std::span(out).first(70));
  for (std::size_t i = 70; i < out.size(); ++i) EXPECT_EQ(out[i], -7.0f);
}

TEST(Fill, every_part_of_a_streams_name_changes_the_numbers) {
  const auto reference = normals<float>(stream, 64);
  for (const Stream& other : {Stream{{stream.key[0] + 1, stream.key[1]}, 7, 3}, Stream{{stream.key[0], 0}, 7, 3},
                              Stream{stream.key, 8, 3}, Stream{stream.key, 7, 4}}) {
    const auto numbers = normals<float>(other, 64);
    for (std::size_t i = 0; i < 64; ++i) EXPECT_NE(numbers[i], reference[i]);
  }
}

}  // namespace
}  // namespace initlab
