// The answers of a revealed matrix are those of one matrix, whatever is asked in whatever order. Which one is its law's
// matter (statistical/engines_agree_test.cpp).
#include "unit/linear/revealed_matrix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace initlab {
namespace {

using testing::combination;
using testing::distance;
using testing::inner_product;
using testing::input_of;
using testing::length;
using testing::normal_vectors;
using testing::RevealedMatrix;
using testing::Shape;
using testing::unit_roundoff;

const StreamFamily matrices(24, "weights", 0), questions(24, "questions", 0);
constexpr Shape revealed_shapes[] = {{1, 1},   {1, 7},   {7, 1},   {2, 2},    {3, 3},    {16, 16},
                                     {17, 30}, {30, 17}, {64, 64}, {200, 33}, {33, 200}, {500, 500}};

/// Gaussian ones are scaled to keep lengths too, whatever the shape, so that one tolerance fits all.
Law law_of(Law::Family family, Shape shape) {
  if (family == Law::Family::orthogonal) return orthogonal(1.3);
  return gaussian(1.3 / std::sqrt(double(std::max(shape.rows, shape.columns))));
}
constexpr Law::Family families[] = {Law::Family::gaussian, Law::Family::orthogonal};

template <class Real>
class RevealedMatrixOf : public ::testing::Test {};
using Reals = ::testing::Types<float, double>;
TYPED_TEST_SUITE(RevealedMatrixOf, Reals);

/// Everything that a matrix was asked and answered, one vector at a time.
template <class Real>
struct Log {
  struct Pair {
    std::vector<Real> question, answer;
  };
  std::vector<Pair> forward, transposed;

  void add(std::vector<Pair>& to, const std::vector<Real>& q, const std::vector<Real>& a, std::size_t count) {
    for (std::size_t b = 0; b < count; ++b)
      to.push_back({input_of(q, q.size() / count, b), input_of(a, a.size() / count, b)});
  }
};

/// Asks in the order of `order` ('f' and 't'), batches of one to three; every second question is a mixture of an
/// earlier one's last input and a fresh vector, and then answers of the other side are asked back.
template <class Real>
Log<Real> asked(const Law& law, Shape shape, const std::string& order, std::uint32_t trial, double bias = 0.0) {
  RevealedMatrix<Real> w(law, shape, bias);
  w.draw(matrices.at(trial, 1));
  Log<Real> log;
  std::uint32_t number = 0;
  for (const char side : order) {
    const bool forward = side == 'f';
    auto& here = forward ? log.forward : log.transposed;
    auto& there = forward ? log.transposed : log.forward;
    const std::size_t units = forward ? shape.columns : shape.rows, count = 1 + number % 3;
    auto q = normal_vectors<Real>(questions.at(trial, ++number), units * count);
    if (number % 2 == 0 && !here.empty()) {
      const auto mixed = combination(0.8, here.back().question, 0.6, input_of(q, units, 0));
      std::ranges::copy(mixed, q.begin());
    }
    if (number % 3 == 0 && !there.empty()) std::ranges::copy(there.back().answer, q.end() - std::ptrdiff_t(units));
    const auto& a = forward ? w.forward(q) : w.transpose(q);
    log.add(here, q, a, count);
  }
  return log;
}

constexpr const char* orders[] = {"ft", "tf", "fft", "ftft", "ttfftf", "ffftttfff"};

// A float's rounding comes in with every combination of earlier answers, and what is combined may be larger than the
// result where vectors are nearly dependent (33 of them in 33 dimensions): a hundred roundings relative to the lengths
// for vectors in general, and the same in double, where rests below 2^-46 are dropped too.
template <class Real>
constexpr double tolerance = 100 * (unit_roundoff<Real> + 0x1p-46);

TYPED_TEST(RevealedMatrixOf, and_its_transpose_are_adjoint) {
  for (const Law::Family family : families)
    for (const Shape shape : revealed_shapes)
      for (const char* order : orders)
        for (std::uint32_t trial = 0; trial < 3; ++trial) {
          const auto log = asked<TypeParam>(law_of(family, shape), shape, order, trial);
          for (const auto& f : log.forward)
            for (const auto& t : log.transposed) {
              const double size =
                  std::max(length(f.answer) * length(t.question), length(t.answer) * length(f.question));
              ASSERT_NEAR(inner_product(t.question, f.answer), inner_product(t.answer, f.question),
                          tolerance<TypeParam> * size)
                  << shape << ", family " << int(family) << ", " << order << ", trial " << trial;
            }
        }
}

/// The same as a matrix of the dense engine fulfils it, so that the tolerance is known not to be needed for more.
TYPED_TEST(RevealedMatrixOf, is_linear) {
  for (const Law::Family family : families)
    for (const Shape shape : revealed_shapes)
      for (std::uint32_t trial = 0; trial < 5; ++trial) {
        RevealedMatrix<TypeParam> w(law_of(family, shape), shape);
        w.draw(matrices.at(trial, 2));
        const auto a = normal_vectors<TypeParam>(questions.at(trial, 1), shape.columns);
        const auto b = normal_vectors<TypeParam>(questions.at(trial, 2), shape.columns);
        const auto d = normal_vectors<TypeParam>(questions.at(trial, 3), shape.rows);
        const auto e = normal_vectors<TypeParam>(questions.at(trial, 4), shape.rows);
        const auto wa = w.forward(a), wd = w.transpose(d), wb = w.forward(b), we = w.transpose(e);
        const auto sum = w.forward(combination(2.0, a, -0.5, b)), back = w.transpose(combination(0.3, d, 1.1, e));
        EXPECT_LE(distance(sum, combination(2.0, wa, -0.5, wb)),
                  tolerance<TypeParam> * (2.0 * length(wa) + 0.5 * length(wb)) + 0x1p-44 * length(a))
            << shape << ", family " << int(family);
        EXPECT_LE(distance(back, combination(0.3, wd, 1.1, we)),
                  tolerance<TypeParam> * (0.3 * length(wd) + 1.1 * length(we)) + 0x1p-44 * length(d))
            << shape << ", family " << int(family);
        EXPECT_EQ(length(w.forward(std::vector<TypeParam>(shape.columns, TypeParam(0)))), 0.0);
      }
}

TYPED_TEST(RevealedMatrixOf, answers_a_batch_as_one_matrix) {
  for (const Law::Family family : families)
    for (const Shape shape : revealed_shapes) {
      RevealedMatrix<TypeParam> w(law_of(family, shape), shape);
      w.draw(matrices.at(0, 3));
      // Five inputs: two normal ones, their sum, the first once more, the second times -3.
      const auto a = normal_vectors<TypeParam>(questions.at(0, 5), shape.columns);
      const auto b = normal_vectors<TypeParam>(questions.at(0, 6), shape.columns);
      std::vector<TypeParam> batch;
      for (const auto& x : {a, b, combination(1.0, a, 1.0, b), a, combination(0.0, a, -3.0, b)})
        batch.insert(batch.end(), x.begin(), x.end());
      const auto y = w.forward(batch);
      const auto of = [&](std::size_t input) { return input_of(y, shape.rows, input); };
      const double size = length(of(0)) + length(of(1)) + tolerance<TypeParam>;
      EXPECT_LE(distance(of(2), combination(1.0, of(0), 1.0, of(1))), tolerance<TypeParam> * size) << shape;
      EXPECT_LE(distance(of(3), of(0)), tolerance<TypeParam> * size) << shape;
      EXPECT_LE(distance(of(4), combination(0.0, of(0), -3.0, of(1))), 3 * tolerance<TypeParam> * size) << shape;
    }
}

TYPED_TEST(RevealedMatrixOf, gives_the_same_bits_for_the_same_stream_and_questions) {
  for (const Law::Family family : families)
    for (const Shape shape : revealed_shapes)
      for (const char* order : orders) {
        const auto once = asked<TypeParam>(law_of(family, shape), shape, order, 1, 0.5);
        const auto again = asked<TypeParam>(law_of(family, shape), shape, order, 1, 0.5);
        const auto other = asked<TypeParam>(law_of(family, shape), shape, order, 2, 0.5);
        ASSERT_EQ(once.forward.size(), again.forward.size());
        for (std::size_t i = 0; i < once.forward.size(); ++i) {
          EXPECT_TRUE(testing::same_bits(once.forward[i].answer, again.forward[i].answer));
          EXPECT_NE(once.forward[i].answer, other.forward[i].answer);
        }
        for (std::size_t i = 0; i < once.transposed.size(); ++i)
          EXPECT_TRUE(testing::same_bits(once.transposed[i].answer, again.transposed[i].answer));
      }
}

TYPED_TEST(RevealedMatrixOf, does_not_remember_the_matrix_before) {
  for (const Law::Family family : families) {
    const Shape shape{40, 40};
    RevealedMatrix<TypeParam> w(law_of(family, shape), shape, 0.5);
    const auto x = normal_vectors<TypeParam>(questions.at(0, 7), 120),
               d = normal_vectors<TypeParam>(questions.at(0, 8), 120);
    const auto pass = [&](std::uint32_t trial) {
      w.draw(matrices.at(trial, 4));
      auto y = w.forward(x);
      const auto g = w.transpose(d);
      y.insert(y.end(), g.begin(), g.end());
      return y;
    };
    const auto first = pass(1);
    w.rescale(3.0);
    const auto second = pass(2);
    w.forget();
    EXPECT_NE(first, second);
    EXPECT_TRUE(testing::same_bits(pass(1), first));
  }
}

TYPED_TEST(RevealedMatrixOf, rescaled_is_the_multiple_of_what_it_was) {
  for (const Law::Family family : families)
    for (const Shape shape : {Shape{40, 40}, Shape{50, 30}, Shape{30, 50}}) {
      // Inputs that are their own directions, and nearly parallel ones, which are not.
      for (const double apart : {1.0, 1e-4}) {
        RevealedMatrix<TypeParam> w(law_of(family, shape), shape, family == Law::Family::gaussian ? 0.4 : 0.0);
        w.draw(matrices.at(0, 5));
        const auto a = normal_vectors<TypeParam>(questions.at(0, 9), shape.columns);
        auto x = combination(1.0, a, apart, normal_vectors<TypeParam>(questions.at(0, 10), shape.columns));
        x.insert(x.begin(), a.begin(), a.end());
        const auto d = normal_vectors<TypeParam>(questions.at(0, 11), shape.rows);
        const auto y = w.forward(x), g = w.transpose(d);
        w.rescale(0.25);  // no rounding
        const double allowed = tolerance<TypeParam> * length(y);
        EXPECT_LE(distance(w.forward(x), combination(0.25, y, 0.0, y)), allowed);
        EXPECT_LE(distance(w.transpose(d), combination(0.25, g, 0.0, g)), tolerance<TypeParam> * length(g));
        const auto e = normal_vectors<TypeParam>(questions.at(0, 12), shape.rows), h = w.transpose(e);
        const auto first = input_of(x, shape.columns, 0), last = input_of(x, shape.columns, 1);
        const auto difference = combination(1.0, last, -1.0, first);
        const auto y_difference = combination(0.25, input_of(y, shape.rows, 1), -0.25, input_of(y, shape.rows, 0));
        EXPECT_NEAR(inner_product(h, difference), inner_product(e, y_difference), allowed * length(e));
      }
    }
}

TYPED_TEST(RevealedMatrixOf, adds_the_same_bias_to_every_input) {
  for (const Shape shape : {Shape{40, 40}, Shape{64, 64}, Shape{63, 20}, Shape{20, 127}, Shape{1, 1}})
    for (const double bias : {0.01, 1.0, 30.0}) {
      RevealedMatrix<TypeParam> w(law_of(Law::Family::gaussian, shape), shape, bias);
      w.draw(matrices.at(0, 6));
      const auto a = normal_vectors<TypeParam>(questions.at(0, 13), shape.columns);
      const auto b = normal_vectors<TypeParam>(questions.at(0, 14), shape.columns);
      const std::vector<TypeParam> zero(shape.columns, TypeParam(0));
      const auto of_a = w.forward(a), of_zero = w.forward(zero), of_b = w.forward(b);
      const double size = length(of_a) + length(of_b) + length(of_zero);
      EXPECT_GT(length(of_zero), 0.0);
      EXPECT_TRUE(testing::same_bits(w.forward(zero), of_zero) ||
                  distance(w.forward(zero), of_zero) <= tolerance<TypeParam> * size);
      // W (a - b) = (W a + bias) - (W b + bias); W (a + b) + bias has the bias once.
      EXPECT_LE(distance(combination(1.0, w.forward(combination(1.0, a, -1.0, b)), -1.0, of_zero),
                         combination(1.0, of_a, -1.0, of_b)),
                tolerance<TypeParam> * size)
          << shape << ", " << bias;
      EXPECT_LE(distance(combination(1.0, w.forward(combination(1.0, a, 1.0, b)), 1.0, of_zero),
                         combination(1.0, of_a, 1.0, of_b)),
                tolerance<TypeParam> * size)
          << shape << ", " << bias;
      // The bias has no part in the transposed matrix.
      const auto d = normal_vectors<TypeParam>(questions.at(0, 15), shape.rows);
      const auto g = w.transpose(d);
      EXPECT_NEAR(inner_product(g, a), inner_product(d, combination(1.0, of_a, -1.0, of_zero)),
                  tolerance<TypeParam> * size * length(d));
    }
}

// ---- Haar

TYPED_TEST(RevealedMatrixOf, haar_returns_gain_squared_times_the_question) {
  for (const Shape shape : revealed_shapes)
    for (std::uint32_t trial = 0; trial < 20; ++trial)
      for (const std::size_t count : {1, 3}) {
        RevealedMatrix<TypeParam> w(orthogonal(1.3), shape);
        w.draw(matrices.at(trial, 7));
        // W^T W = gain^2 on the shorter side.
        const bool tall = shape.rows >= shape.columns;
        const std::size_t units = std::min(shape.rows, shape.columns);
        const auto x = normal_vectors<TypeParam>(questions.at(trial, 16), units * count);
        const auto back = tall ? w.transpose(w.forward(x)) : w.forward(w.transpose(x));
        EXPECT_LE(distance(back, combination(1.69, x, 0.0, x)), tolerance<TypeParam> * length(x)) << shape;
        if (shape.rows != shape.columns) continue;
        const auto other = normal_vectors<TypeParam>(questions.at(trial, 17), units * count);
        const auto forth = w.forward(w.transpose(other));
        EXPECT_LE(distance(forth, combination(1.69, other, 0.0, other)), tolerance<TypeParam> * length(other)) << shape;
      }
}

// Answers to inputs that are nearly parallel are so too, and rounding has changed their angle: projections must know it
// as it is.
TYPED_TEST(RevealedMatrixOf, haar_returns_nearly_parallel_questions) {
  const Shape shape{60, 60};
  for (const double apart : {1e-1, 1e-2, 1e-3, 5e-4, 1e-4, 1e-5})
    for (std::uint32_t trial = 0; trial < 20; ++trial) {
      RevealedMatrix<TypeParam> w(orthogonal(1.3), shape);
      w.draw(matrices.at(trial, 15));
      auto x = normal_vectors<TypeParam>(questions.at(trial, 31), 3 * 60);
      for (std::size_t i = 60; i < x.size(); ++i)
        x[i] = static_cast<TypeParam>(double(x[i % 60]) + apart * double(x[i]));
      const auto back = w.transpose(w.forward(x));
      ASSERT_LE(distance(back, combination(1.69, x, 0.0, x)), tolerance<TypeParam> * length(x))
          << apart << ", trial " << trial;
    }
}

TYPED_TEST(RevealedMatrixOf, haar_asked_for_every_direction_is_orthogonal) {
  for (const std::size_t n : {1, 2, 3, 12, 31, 100})
    for (std::uint32_t trial = 0; trial < 20; ++trial) {
      const Shape shape{std::uint32_t(n), std::uint32_t(n)};
      RevealedMatrix<TypeParam> w(orthogonal(1.0), shape);
      w.draw(matrices.at(trial, 8));
      std::vector<TypeParam> units(n * n, TypeParam(0));
      for (std::size_t i = 0; i < n; ++i) units[i * n + i] = TypeParam(1);
      const auto columns = w.forward(units);
      for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = 0; b <= a; ++b)
          ASSERT_NEAR(inner_product(input_of(columns, n, a), input_of(columns, n, b)), a == b ? 1.0 : 0.0,
                      tolerance<TypeParam>)
              << n << ", trial " << trial;
      const auto d = normal_vectors<TypeParam>(questions.at(trial, 18), 2 * n);
      const auto g = w.transpose(d);
      for (std::size_t b = 0; b < 2; ++b)
        EXPECT_NEAR(length(input_of(g, n, b)), length(input_of(d, n, b)), tolerance<TypeParam> * length(d)) << n;
    }
}

// The last directions are what normals have left when nearly all of them is projected away.
TYPED_TEST(RevealedMatrixOf, haar_asked_one_direction_after_the_other_is_orthogonal_to_the_last) {
  for (const std::size_t n : {1, 2, 3, 12, 31})
    for (std::uint32_t trial = 0; trial < (n < 20 ? 100 : 5); ++trial) {
      const Shape shape{std::uint32_t(n), std::uint32_t(n)};
      RevealedMatrix<TypeParam> w(orthogonal(1.0), shape);
      w.draw(matrices.at(trial, 9));
      std::vector<std::vector<TypeParam>> inputs, outputs;
      for (std::uint32_t i = 0; i < n + 1; ++i) {
        inputs.push_back(normal_vectors<TypeParam>(questions.at(trial, 100 + 2 * i), n));
        outputs.push_back(w.forward(inputs.back()));
        outputs.push_back(normal_vectors<TypeParam>(questions.at(trial, 101 + 2 * i), n));
        inputs.push_back(w.transpose(outputs.back()));
      }
      for (std::size_t i = 0; i < inputs.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j)
          ASSERT_NEAR(inner_product(outputs[i], outputs[j]), inner_product(inputs[i], inputs[j]),
                      tolerance<TypeParam> * length(inputs[i]) * length(inputs[j]))
              << n << ", trial " << trial << ", questions " << i << " and " << j;
    }
}

TYPED_TEST(RevealedMatrixOf, haar_keeps_lengths_and_angles_at_width_100_000) {
  const Shape shape{100'000, 100'000};
  RevealedMatrix<TypeParam> w(orthogonal(1.0), shape);
  w.draw(matrices.at(0, 10));
  const auto x = normal_vectors<TypeParam>(questions.at(0, 21), 2 * shape.columns);
  const auto y = w.forward(x);
  const auto in = [&](std::size_t b) { return input_of(x, shape.columns, b); };
  const auto out = [&](std::size_t b) { return input_of(y, shape.rows, b); };
  // Roundings of the numbers average out; the factor in front of all of them is rounded twice, and squared lengths are
  // sums of doubles in eight lanes, with the error of a random walk of 12 500 steps.
  const double allowed = 4 * unit_roundoff<TypeParam> + std::sqrt(12'500) * unit_roundoff<double>;
  for (std::size_t b = 0; b < 2; ++b) EXPECT_NEAR(length(out(b)) / length(in(b)), 1.0, allowed);
  EXPECT_NEAR(inner_product(out(0), out(1)), inner_product(in(0), in(1)), allowed * length(in(0)) * length(in(1)));
}

// ---- lengths and inputs at the edge

TYPED_TEST(RevealedMatrixOf, answers_questions_of_very_different_lengths) {
  const Shape shape{50, 50};
  const bool is_double = std::is_same_v<TypeParam, double>;
  const std::vector<double> sizes =
      is_double ? std::vector{1e-140, 1e-60, 1.0, 1e60, 1e140} : std::vector{1e-30, 1e-20, 1e-9, 1.0, 1e9, 1e20, 1e30};
  for (const Law::Family family : families)
    for (const double x_size : sizes)
      for (const double d_size : sizes) {
        RevealedMatrix<TypeParam> w(law_of(family, shape), shape);
        w.draw(matrices.at(0, 11));
        auto x = normal_vectors<TypeParam>(questions.at(0, 22), 2 * 50),
             d = normal_vectors<TypeParam>(questions.at(0, 23), 50);
        for (TypeParam& number : x) number *= static_cast<TypeParam>(x_size);
        for (TypeParam& number : d) number *= static_cast<TypeParam>(d_size);
        const auto y = w.forward(x), g = w.transpose(d);
        for (std::size_t b = 0; b < 2; ++b) {
          const auto scaled_y = combination(1.0 / x_size, input_of(y, 50, b), 0.0, d);
          const auto scaled_x = combination(1.0 / x_size, input_of(x, 50, b), 0.0, d);
          const auto scaled_d = combination(1.0 / d_size, d, 0.0, d), scaled_g = combination(1.0 / d_size, g, 0.0, d);
          ASSERT_NEAR(inner_product(scaled_d, scaled_y), inner_product(scaled_g, scaled_x),
                      tolerance<TypeParam> * length(scaled_d) * length(scaled_x))
              << x_size << ", " << d_size << ", family " << int(family);
        }
        // And a second question forward, of the size of d, that has a part along the first.
        const auto first = input_of(x, 50, 0);
        const auto again = combination(d_size / x_size, first, 0.0, first), of_it = w.forward(again);
        EXPECT_LE(
            distance(combination(1.0 / d_size, of_it, 0.0, d), combination(1.0 / x_size, input_of(y, 50, 0), 0.0, d)),
            tolerance<TypeParam> * 50)
            << x_size << ", " << d_size << ", family " << int(family);
      }
}

// x_k = u_{k-1} + u_k / 80: none is nearly dependent on those before it, and yet all together are. What is known of
// their answers must not enlarge its own rounding.
TYPED_TEST(RevealedMatrixOf, is_not_blown_up_by_inputs_that_are_dependent_only_together) {
  const std::uint32_t n = 200;
  for (const Law::Family family : families)
    for (std::size_t count = 2; count <= 7; ++count) {
      const Shape shape{n, n};
      RevealedMatrix<TypeParam> w(law_of(family, shape), shape);
      w.draw(matrices.at(0, 12));
      std::vector<TypeParam> x(n * count, TypeParam(0));
      for (std::size_t k = 0; k < count; ++k) {
        if (k > 0) x[k * n + k - 1] = TypeParam(1);
        x[k * n + k] = k > 0 ? TypeParam(1.0 / 80) : TypeParam(1);
      }
      w.forward(x);
      const auto d = normal_vectors<TypeParam>(questions.at(0, 24), n);
      const auto g = w.transpose(d);
      // |g|^2 / (1.3 |d|)^2 is chi^2_200 / 200 for Gaussian entries, with standard deviation 0.1, and 1 for Haar.
      EXPECT_NEAR(inner_product(g, g) / (1.69 * inner_product(d, d)), 1.0, 0.5) << int(family) << ", " << count;
      // The first entries of g are its products with u_1, u_2, ...: as large as the others.
      for (std::size_t i = 0; i < count; ++i)
        EXPECT_LT(std::abs(g[i]), 5 * 1.3 * length(d) / std::sqrt(double(n))) << int(family) << ", " << count;
    }
}

TYPED_TEST(RevealedMatrixOf, gives_nan_for_an_input_that_is_not_finite_and_answers_the_others) {
  for (const Law::Family family : families)
    for (const Shape shape : {Shape{20, 20}, Shape{20, 12}, Shape{12, 20}})
      for (const TypeParam bad :
           {std::numeric_limits<TypeParam>::infinity(), std::numeric_limits<TypeParam>::quiet_NaN()}) {
        RevealedMatrix<TypeParam> w(law_of(family, shape), shape);
        w.draw(matrices.at(0, 13));
        const auto good = normal_vectors<TypeParam>(questions.at(0, 25), 3 * shape.columns);
        auto x = good;
        x[shape.columns + 3] = bad;
        const auto y = w.forward(x);
        for (std::size_t i = 0; i < shape.rows; ++i) EXPECT_TRUE(std::isnan(y[shape.rows + i]));
        for (const std::size_t b : {0, 2}) {
          const auto d = normal_vectors<TypeParam>(questions.at(0, 26 + std::uint32_t(b)), shape.rows);
          const auto g = w.transpose(d);
          EXPECT_NEAR(inner_product(d, input_of(y, shape.rows, b)), inner_product(g, input_of(x, shape.columns, b)),
                      tolerance<TypeParam> * length(d) * length(input_of(x, shape.columns, b)));
        }
      }
}

TYPED_TEST(RevealedMatrixOf, of_scale_zero_is_zero) {
  for (const Law& law : {gaussian(0.0), orthogonal(0.0)}) {
    RevealedMatrix<TypeParam> w(law, {20, 12});
    w.draw(matrices.at(0, 14));
    EXPECT_EQ(length(w.forward(normal_vectors<TypeParam>(questions.at(0, 29), 36))), 0.0);
    EXPECT_EQ(length(w.transpose(normal_vectors<TypeParam>(questions.at(0, 30), 60))), 0.0);
  }
}

TEST(RevealedEngine, says_which_laws_it_cannot_reveal_and_refuses_them) {
  for (const Law& law : {gaussian(1.0), orthogonal(1.0), constant(1.0)}) EXPECT_EQ(reason_not_to_reveal(law), "");
  for (const Law& law : {uniform(1.0), filled(1.0)}) {
    EXPECT_NE(reason_not_to_reveal(law), "");
    EXPECT_THROW(RevealedEngine<float>().make(law, constant(0.0), Layer{}), DomainError);
  }
}

TEST(RevealedEngine, brings_gaussian_biases_of_gaussian_weights_and_no_others) {
  Law lsuv = gaussian(1.0);
  lsuv.unit_variance = true;
  const auto adds = [](const Law& weights, const Law& biases) {
    return RevealedEngine<double>().make(weights, biases, Layer{}).adds_biases;
  };
  EXPECT_TRUE(adds(gaussian(1.0), gaussian(0.1)));
  EXPECT_FALSE(adds(gaussian(1.0), uniform(0.1)));
  EXPECT_FALSE(adds(gaussian(1.0), constant(0.1)));
  EXPECT_FALSE(adds(gaussian(0.0), gaussian(0.1)));
  EXPECT_FALSE(adds(lsuv, gaussian(0.1)));
  EXPECT_FALSE(adds(orthogonal(1.0), gaussian(0.1)));
  EXPECT_FALSE(adds(constant(1.0), gaussian(0.1)));
}

}  // namespace
}  // namespace initlab
