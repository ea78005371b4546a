// The answers of a revealed matrix are those of one matrix, whatever is asked in whatever order. Which one is its law's
// matter (statistical/engines_agree_test.cpp).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "unit/linear/revealed_questions.hpp"

namespace initlab {
namespace {

using testing::combination;
using testing::distance;
using testing::families;
using testing::inner_product;
using testing::input_of;
using testing::law_of;
using testing::length;
using testing::matrices;
using testing::normal_vectors;
using testing::questions;
using testing::revealed_shapes;
using testing::RevealedMatrix;
using testing::Shape;
using testing::tolerance;

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

}  // namespace
}  // namespace initlab
