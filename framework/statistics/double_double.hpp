#pragma once
#include <cmath>

namespace initlab {

/// A number as the unevaluated sum hi + lo of two doubles, |lo| <= ulp(hi) / 2: 106 bits, a relative error of at most
/// 2^-104 an operation (Joldes, Muller, Popescu 2017, "Tight and rigorous error bounds for basic building blocks of
/// double-word arithmetic"). For finite operands and results without overflow. Needs a compiler that neither contracts
/// nor reorders, as this tree is built.
struct DoubleDouble {
  double hi = 0.0;
  double lo = 0.0;

  double rounded() const { return hi + lo; }
};

/// a + b without error (Knuth).
inline DoubleDouble two_sum(double a, double b) {
  const double sum = a + b;
  const double b_used = sum - a;
  return {sum, (a - (sum - b_used)) + (b - b_used)};
}

/// a + b without error for |a| >= |b| or a = 0 (Dekker).
inline DoubleDouble fast_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a b without error, unless the error itself is below the smallest double.
inline DoubleDouble two_product(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

inline DoubleDouble operator+(DoubleDouble a, double b) {
  const DoubleDouble sum = two_sum(a.hi, b);
  return fast_two_sum(sum.hi, a.lo + sum.lo);
}

inline DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_sum(a.hi, b.hi);
  const DoubleDouble low = two_sum(a.lo, b.lo);
  const DoubleDouble sum = fast_two_sum(high.hi, high.lo + low.hi);
  return fast_two_sum(sum.hi, low.lo + sum.lo);
}

/// a + b for a, b >= 0, in half the operations of operator+ and with the same error bound: three roundings of at most
/// 2^-106 (a + b) each, since no bits cancel.
inline DoubleDouble sum_of_positive(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_sum(a.hi, b.hi);
  return fast_two_sum(high.hi, high.lo + (a.lo + b.lo));
}

inline DoubleDouble operator-(DoubleDouble a) { return {-a.hi, -a.lo}; }
inline DoubleDouble operator-(DoubleDouble a, DoubleDouble b) { return a + -b; }

inline DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble high = two_product(a.hi, b.hi);
  const double cross = std::fma(a.lo, b.hi, std::fma(a.hi, b.lo, a.lo * b.lo));
  return fast_two_sum(high.hi, high.lo + cross);
}

inline DoubleDouble operator/(DoubleDouble a, double b) {
  const double quotient = a.hi / b;
  const DoubleDouble covered = two_product(quotient, b);
  const double rest = (a.hi - covered.hi) - covered.lo + a.lo;
  return fast_two_sum(quotient, rest / b);
}

/// Exact for a power of two, as long as nothing leaves the range of double.
inline DoubleDouble scaled(DoubleDouble a, double power_of_two) { return {a.hi * power_of_two, a.lo * power_of_two}; }

}  // namespace initlab
