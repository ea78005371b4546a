#pragma once
#include <array>
#include <cstddef>

namespace initlab {

/// The 21-point Gauss-Kronrod rule on [-1, 1] and the 10-point Gauss rule inside it.
struct KronrodRule {
  static constexpr std::size_t size = 21;
  std::array<double, size> nodes;    ///< ascending
  std::array<double, size> weights;  ///< of the Kronrod rule, exact for polynomials of degree 31
  /// Kronrod minus Gauss. The sum with these weights is the error of the Gauss rule, which is exact to degree 19.
  std::array<double, size> error_weights;
};

const KronrodRule& kronrod_rule();

/// The Kronrod rule's error on one panel, from its difference to the Gauss rule inside and from the integral of |f|.
double kronrod_error(double difference, double magnitude);

}  // namespace initlab
