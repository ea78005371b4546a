#pragma once
#include <type_traits>

namespace initlab {

/// A number that carries its derivative: forward-mode differentiation of whatever is computed with it.
///
///   auto y = phi(Dual<float>{z, 1});   // y.value = phi(z), y.derivative = phi'(z)
///   auto y = phi(Dual<Dual<double>>{{z, 1}, {1, 0}});   // y.derivative.derivative = phi''(z)
///
/// T is float, double or a Dual. A template that is written for float and double works with Dual unchanged:
/// - `T(0.5)`, `2 * z` and `0.5 * z` are constants; a scalar is rounded to the innermost type first. (For a plain
///   float z the language computes `0.1 * z` in double, so write `T(0.1) * z` where both must have the same bits.)
/// - Comparisons compare values, so `z > T(0) ? a : b` has the derivative of the branch taken; at a kink that is one of
///   the two one-sided derivatives, as the author's comparison decides.
/// - Functions are those of <initlab/math.hpp>.
template <class T>
struct Dual {
  T value{};
  T derivative{};

  constexpr Dual() = default;
  constexpr Dual(T v, T d) : value(v), derivative(d) {}

  /// A constant. Implicit, so that literals mix with variables.
  constexpr Dual(T constant) : value(constant) {}
  template <class S>
  requires(std::is_arithmetic_v<S> && !std::is_same_v<S, T>) constexpr Dual(S constant)
      : value(static_cast<T>(constant)) {}

  // Written out on purpose: clang 14 returns a trivially copyable pair of floats as one vector register and then cannot
  // vectorise the loop around it.
  constexpr Dual(const Dual& other) : value(other.value), derivative(other.derivative) {}
  constexpr Dual& operator=(const Dual& other) {
    value = other.value;
    derivative = other.derivative;
    return *this;
  }

  friend constexpr Dual operator+(Dual a) { return a; }
  friend constexpr Dual operator-(Dual a) { return {-a.value, -a.derivative}; }

  friend constexpr Dual operator+(Dual a, Dual b) { return {a.value + b.value, a.derivative + b.derivative}; }
  friend constexpr Dual operator-(Dual a, Dual b) { return {a.value - b.value, a.derivative - b.derivative}; }
  friend constexpr Dual operator*(Dual a, Dual b) {
    return {a.value * b.value, a.derivative * b.value + a.value * b.derivative};
  }
  friend constexpr Dual operator/(Dual a, Dual b) {
    const T quotient = a.value / b.value;
    return {quotient, (a.derivative - quotient * b.derivative) / b.value};
  }

  constexpr Dual& operator+=(Dual b) { return *this = *this + b; }
  constexpr Dual& operator-=(Dual b) { return *this = *this - b; }
  constexpr Dual& operator*=(Dual b) { return *this = *this * b; }
  constexpr Dual& operator/=(Dual b) { return *this = *this / b; }

  friend constexpr bool operator==(Dual a, Dual b) { return a.value == b.value; }
  friend constexpr bool operator<(Dual a, Dual b) { return a.value < b.value; }
  friend constexpr bool operator>(Dual a, Dual b) { return a.value > b.value; }
  friend constexpr bool operator<=(Dual a, Dual b) { return a.value <= b.value; }
  friend constexpr bool operator>=(Dual a, Dual b) { return a.value >= b.value; }
};

namespace detail {

template <class T>
struct InnermostType {
  using type = T;
};
template <class T>
struct InnermostType<Dual<T>> : InnermostType<T> {};

template <class T, class S>
constexpr auto as_innermost(S scalar) {
  return static_cast<typename InnermostType<T>::type>(scalar);
}

template <class S>
concept Scalar = std::is_arithmetic_v<S>;

}  // namespace detail

// A scalar has no derivative part: the general operators would multiply by its zero, which the compiler may not drop
// (0 * inf is NaN).
template <class T, detail::Scalar S>
constexpr Dual<T> operator+(Dual<T> a, S b) {
  return {a.value + detail::as_innermost<T>(b), a.derivative};
}
template <class T, detail::Scalar S>
constexpr Dual<T> operator+(S a, Dual<T> b) {
  return {detail::as_innermost<T>(a) + b.value, b.derivative};
}
template <class T, detail::Scalar S>
constexpr Dual<T> operator-(Dual<T> a, S b) {
  return {a.value - detail::as_innermost<T>(b), a.derivative};
}
template <class T, detail::Scalar S>
constexpr Dual<T> operator-(S a, Dual<T> b) {
  return {detail::as_innermost<T>(a) - b.value, -b.derivative};
}
template <class T, detail::Scalar S>
constexpr Dual<T> operator*(Dual<T> a, S b) {
  return {a.value * detail::as_innermost<T>(b), a.derivative * detail::as_innermost<T>(b)};
}
template <class T, detail::Scalar S>
constexpr Dual<T> operator*(S a, Dual<T> b) {
  return {detail::as_innermost<T>(a) * b.value, detail::as_innermost<T>(a) * b.derivative};
}
template <class T, detail::Scalar S>
constexpr Dual<T> operator/(Dual<T> a, S b) {
  return {a.value / detail::as_innermost<T>(b), a.derivative / detail::as_innermost<T>(b)};
}
template <class T, detail::Scalar S>
constexpr Dual<T> operator/(S a, Dual<T> b) {
  const T quotient = detail::as_innermost<T>(a) / b.value;
  return {quotient, -quotient * b.derivative / b.value};
}

}  // namespace initlab
