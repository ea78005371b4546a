#include "experiment/input_source.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "unit/experiment/number_bytes.hpp"
#include "unit/experiment/scratch_folder.hpp"

namespace initlab::test {
namespace {

using Distribution = InputSettings::Distribution;

NetworkSettings network_of(std::vector<std::size_t> widths, std::optional<std::size_t> input_width = {}) {
  NetworkSettings network;
  network.widths = std::move(widths);
  network.input_width = input_width;
  return network;
}

InputSettings inputs(Distribution distribution, std::size_t count, std::optional<double> correlation = {}) {
  InputSettings settings;
  settings.distribution = distribution;
  settings.count = count;
  settings.correlation = correlation;
  return settings;
}
InputSettings gaussian(std::size_t count = 1, std::optional<double> correlation = {}) {
  return inputs(Distribution::gaussian, count, correlation);
}
InputSettings sphere(std::size_t count, std::optional<double> correlation = {}) {
  return inputs(Distribution::sphere, count, correlation);
}

Batch<double> draw(const InputSettings& settings, std::size_t width, std::uint32_t trial = 0) {
  const auto source = make_input_source(settings, network_of({width}));
  Batch<double> x(source->units(), settings.count);
  source->draw(StreamFamily(7, "inputs", 1).at(trial), x.view());
  return x;
}

std::vector<double> vector_of(const Batch<double>& x, std::size_t b) {
  const auto view = x.view();
  return {view.input(b), view.input(b) + view.units};
}

/// sum_i f(a_i, b_i)
template <class F>
double sum(const Batch<double>& x, std::size_t a, std::size_t b, F f) {
  double total = 0;
  for (std::size_t i = 0; i < x.view().units; ++i) total += f(x.view().input(a)[i], x.view().input(b)[i]);
  return total;
}
double product(double u, double v) { return u * v; }
double cosine(const Batch<double>& x, std::size_t a, std::size_t b) {
  return sum(x, a, b, product) / std::sqrt(sum(x, a, a, product) * sum(x, b, b, product));
}

/// The largest |z| of E x = 0, E x^2 = 1, E x^4 = 3 and E x_a x_b = c of all pairs, with the variances of a standard
/// normal: 1, 2, 96 and 1 + c^2. A false alarm at five has probability 5.7e-7 each; below are 200 of them, 1.2e-4 for
/// all.
double worst_moment_z(const Batch<double>& x, double c) {
  const double n = static_cast<double>(x.view().units);
  double worst = 0;
  const auto see = [&](double total, double expected, double variance) {
    worst = std::max(worst, std::abs(total - n * expected) / std::sqrt(n * variance));
  };
  for (std::size_t a = 0; a < x.view().count; ++a) {
    see(sum(x, a, a, [](double u, double) { return u; }), 0, 1);
    see(sum(x, a, a, product), 1, 2);
    see(sum(x, a, a, [](double u, double) { return u * u * u * u; }), 3, 96);
    for (std::size_t b = 0; b < a; ++b) see(sum(x, a, b, product), c, 1 + c * c);
  }
  return worst;
}

TEST(GaussianInputs, have_the_moments_and_the_correlation_asked_for) {
  for (const std::size_t count : {1u, 2u, 3u, 7u})
    for (const double c : {0.0, 0.3, 0.9, -0.1})
      EXPECT_LT(worst_moment_z(draw(gaussian(count, c), 100'000), c), 5) << count << " inputs, " << c;
}

TEST(GaussianInputs, of_a_slightly_other_correlation_are_noticed) {
  EXPECT_GT(worst_moment_z(draw(gaussian(3, 0.33), 100'000), 0.3), 5);
}

TEST(GaussianInputs, without_a_correlation_are_those_of_correlation_zero) {
  EXPECT_EQ(vector_of(draw(gaussian(2), 50), 1), vector_of(draw(gaussian(2, 0.0), 50), 1));
}

TEST(GaussianInputs, of_the_most_negative_correlation_add_up_to_zero) {
  for (const std::size_t count : {2u, 3u, 50u}) {
    const double lowest = -1.0 / static_cast<double>(count - 1);
    const Batch<double> x = draw(gaussian(count, lowest), 2000);
    EXPECT_LT(worst_moment_z(x, lowest), 5) << count;
    for (std::size_t i = 0; i < 2000; ++i) {
      double total = 0;
      for (std::size_t b = 0; b < count; ++b) total += x.view().input(b)[i];
      // The mixing weights are exact to 2^-53; the root of what is left of 1 + (count-1) c is up to sqrt(count) 2^-26.
      EXPECT_NEAR(total, 0, 1e-6) << count;
    }
  }
}

TEST(GaussianInputs, of_correlation_one_are_equal_to_the_bit) {
  const Batch<double> x = draw(gaussian(3, 1.0), 1000);
  EXPECT_EQ(vector_of(x, 0), vector_of(x, 1));
  EXPECT_EQ(vector_of(x, 0), vector_of(x, 2));
  EXPECT_LT(worst_moment_z(draw(gaussian(1, 1.0), 100'000), 1), 5);
}

TEST(GaussianInputs, of_a_correlation_next_to_one_have_the_small_difference_asked_for) {
  // (x_1 - x_2) / sqrt(2 (1 - c)) is standard normal; the mean square of n of them has a standard deviation of
  // sqrt(2/n).
  const double apart = 1e-7, n = 100'000;
  const Batch<double> x = draw(gaussian(2, 1.0 - apart), 100'000);
  const double square = sum(x, 0, 1, [](double u, double v) { return (u - v) * (u - v); }) / (2 * apart);
  EXPECT_LT(std::abs(square - n) / std::sqrt(2 * n), 5);
}

TEST(GaussianInputs, of_another_trial_are_others) {
  EXPECT_NE(vector_of(draw(gaussian(), 50, 0), 0), vector_of(draw(gaussian(), 50, 1), 0));
  EXPECT_EQ(vector_of(draw(gaussian(), 50, 1), 0), vector_of(draw(gaussian(), 50, 1), 0));
}

TEST(SphereInputs, have_exactly_the_length_of_the_root_of_the_width) {
  for (const std::size_t width : {1u, 2u, 3u, 100u, 1000u})
    for (const std::optional<double> c : {std::optional<double>(), std::optional<double>(0.0)}) {
      const Batch<double> x = draw(sphere(c && width < 2 ? 1 : 2, c), width);
      // Rounding of a sum of `width` squares and of a root.
      EXPECT_NEAR(sum(x, 0, 0, product) / static_cast<double>(width), 1, 1e-14) << width;
    }
}

TEST(SphereInputs, have_exactly_the_cosine_asked_for) {
  for (const std::size_t count : {2u, 3u, 8u})
    for (const double c : {0.0, 0.5, -0.1, 1.0 - 1e-7, 1.0}) {
      const Batch<double> x = draw(sphere(count, c), 8);
      for (std::size_t a = 0; a < count; ++a) {
        EXPECT_NEAR(sum(x, a, a, product), 8, 1e-13);
        for (std::size_t b = 0; b < a; ++b) EXPECT_NEAR(cosine(x, a, b), c, 1e-14) << count << " inputs";
      }
    }
}

TEST(SphereInputs, of_correlation_one_are_equal_to_the_bit) {
  const Batch<double> x = draw(sphere(3, 1.0), 10);
  EXPECT_EQ(vector_of(x, 0), vector_of(x, 1));
  EXPECT_EQ(vector_of(x, 0), vector_of(x, 2));
}

// Archimedes: a coordinate of a uniform point of the sphere in three dimensions is uniform, with variance 1 here and a
// fourth moment of 9/5; without a correlation the cosine of two is uniform on (-1, 1). Four z-scores at five: 2.3e-6
// for all.
TEST(SphereInputs, are_uniform_in_direction) {
  const double trials = 20'000;
  double mean = 0, square = 0, cosine_square = 0, fixed_mean = 0;
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    const Batch<double> x = draw(sphere(2), 3, trial);
    mean += x.view().input(1)[2];
    square += std::pow(x.view().input(1)[2], 2);
    cosine_square += std::pow(cosine(x, 0, 1), 2);
    const Batch<double> y = draw(sphere(2, 0.5), 3, trial);
    fixed_mean += y.view().input(1)[0];
  }
  EXPECT_LT(std::abs(mean) / std::sqrt(trials), 5);
  EXPECT_LT(std::abs(square - trials) / std::sqrt(trials * (9.0 / 5 - 1)), 5);
  EXPECT_LT(std::abs(cosine_square - trials / 3) / std::sqrt(trials * (1.0 / 5 - 1.0 / 9)), 5);
  EXPECT_LT(std::abs(fixed_mean) / std::sqrt(trials), 5);
}

TEST(ConstantInputs, have_one_value_everywhere) {
  InputSettings settings = inputs(Distribution::constant, 2);
  settings.value = -2.5;
  EXPECT_THAT(vector_of(draw(settings, 3), 1), testing::Each(-2.5));
}

TEST(InputSource, is_as_wide_as_the_first_layer_unless_told_otherwise) {
  EXPECT_EQ(make_input_source(gaussian(), network_of({7, 3}))->units(), 7u);
  EXPECT_EQ(make_input_source(gaussian(), network_of({7, 3}, 5))->units(), 5u);
}

class FileInputs : public testing::Test {
 protected:
  FileInputs() { settings_.path = folder_.file("x.npy", npy_of({3, 4, 0, 0, 1, 2}, "(3, 2)").bytes()); }

  ScratchFolder folder_;
  InputSettings settings_ = inputs(Distribution::file, 3);
};

TEST_F(FileInputs, are_the_rows_in_every_trial) {
  for (const std::uint32_t trial : {0u, 5u})
    EXPECT_THAT(vector_of(draw(settings_, 100, trial), 0), testing::ElementsAre(3, 4));
  EXPECT_THAT(vector_of(draw(settings_, 100), 2), testing::ElementsAre(1, 2));
  settings_.first_row = 2;
  settings_.count = 1;
  EXPECT_THAT(vector_of(draw(settings_, 100), 0), testing::ElementsAre(1, 2));
}

TEST_F(FileInputs, normalized_have_mean_square_one_and_zero_rows_stay_zero) {
  settings_.normalize = true;
  const Batch<double> x = draw(settings_, 100);
  EXPECT_THAT(vector_of(x, 0), testing::ElementsAre(testing::DoubleEq(0.6 * std::numbers::sqrt2),
                                                    testing::DoubleEq(0.8 * std::numbers::sqrt2)));
  EXPECT_THAT(vector_of(x, 1), testing::ElementsAre(0, 0));
  EXPECT_NEAR(sum(x, 2, 2, product), 2, 1e-15);
}

TEST_F(FileInputs, of_another_width_than_the_networks_are_told) {
  try {
    make_input_source(settings_, network_of({2}, 5));
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_EQ(std::string(error.what()),
              settings_.path.string() + ": its rows have 2 numbers, but network.input_width = 5");
  }
  EXPECT_EQ(make_input_source(settings_, network_of({9}, 2))->units(), 2u);
  EXPECT_EQ(make_input_source(settings_, network_of({9}))->units(), 2u);
}

}  // namespace
}  // namespace initlab::test
