#include "document/curve.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace initlab {
namespace {

BatchFunction batch(double (*f)(double)) {
  return [f](std::span<const double> z, std::span<double> out) {
    for (std::size_t i = 0; i < z.size(); ++i) out[i] = f(z[i]);
  };
}

double step(double z) { return z > 0.0 ? 1.0 : 0.0; }
double relu(double z) { return z > 0.0 ? z : 0.0; }

TEST(Curve, is_cut_where_the_function_jumps) {
  const std::vector<CurvePiece> pieces = curve_of(batch(step), -4.0, 4.0, std::array{0.0});
  ASSERT_EQ(pieces.size(), 2u);
  for (const CurvePoint& point : pieces[0]) EXPECT_EQ(point.y, 0.0) << point.x;
  for (const CurvePoint& point : pieces[1]) EXPECT_EQ(point.y, 1.0) << point.x;
  EXPECT_LT(pieces[1].front().x - pieces[0].back().x, 1e-5);
}

TEST(Curve, goes_on_through_a_bend) {
  const std::vector<CurvePiece> pieces = curve_of(batch(relu), -4.0, 4.0, std::array{0.0});
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_EQ(pieces[0].front(), (CurvePoint{-4.0, 0.0}));
  EXPECT_EQ(pieces[0].back(), (CurvePoint{4.0, 4.0}));
}

TEST(Curve, ascends_whatever_the_kinks) {
  // On a step, between two, closer together than any picture shows, at the ends and outside.
  const std::array kinks{-9.0, -4.0, -2.0, -1.9991, -1.9991 + 1e-9, 0.5, 4.0, 7.0};
  for (const CurvePiece& piece : curve_of(batch(std::sin), -4.0, 4.0, kinks))
    for (std::size_t i = 1; i < piece.size(); ++i) EXPECT_LT(piece[i - 1].x, piece[i].x);
}

TEST(Curve, a_line_and_a_bend_need_their_corners_only) {
  const CurvePiece relu_piece = curve_of(batch(relu), -4.0, 4.0, std::array{0.0}).front();
  const CurvePiece kept = simplified(relu_piece, 1e-5);
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_NEAR(kept[1].x, 0.0, 1e-5);
}

TEST(Curve, stays_within_the_tolerance_of_what_is_left_out) {
  constexpr double tolerance = 1e-3;
  const CurvePiece all = curve_of(batch(std::sin), -4.0, 4.0, {}).front();
  const CurvePiece kept = simplified(all, tolerance);
  EXPECT_LT(kept.size(), all.size() / 4);
  std::size_t next = 1;
  for (const CurvePoint& point : all) {
    while (kept[next].x < point.x) ++next;
    const CurvePoint &a = kept[next - 1], &b = kept[next];
    const double height = a.y + (b.y - a.y) * (point.x - a.x) / (b.x - a.x);
    // A vertical distance is at most sqrt(2) times that from a line whose slope is at most 1.
    EXPECT_NEAR(height, point.y, 1.5 * tolerance) << point.x;
  }
}

}  // namespace
}  // namespace initlab
