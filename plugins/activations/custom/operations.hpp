#pragma once
#include <initlab/dual.hpp>
#include <initlab/math.hpp>
#include <limits>

#include "operation.hpp"

/// The operations of formulas beyond <initlab/math.hpp>, and those that differ from it so that infinity does not turn
/// into NaN on the way. One template serves numbers and Dual numbers.
namespace custom {

/// A factor of the chain rule that is infinite belongs to an argument that stands still: relu(x)^0.5 below zero.
template <class T>
INITLAB_ALWAYS_INLINE T chained(T factor, T inner) {
  return inner == T(0) ? T(0) : factor * inner;
}

/// e^a, the largest number instead of infinity: what follows it, such as tanh(exp(x)) or exp(x)/(1 + exp(x)), would
/// have the derivative 0 times infinity.
template <initlab::math::Real T>
INITLAB_ALWAYS_INLINE T bounded_exp(T a) {
  return initlab::math::min(initlab::math::exp(a), std::numeric_limits<T>::max());
}
template <class T>
INITLAB_ALWAYS_INLINE initlab::Dual<T> bounded_exp(initlab::Dual<T> a) {
  const T y = bounded_exp(a.value);
  return {y, y * a.derivative};
}

template <initlab::math::Real T>
INITLAB_ALWAYS_INLINE T softplus(T a) {
  using namespace initlab::math;
  return max(a, T(0)) + log1p(exp(-abs(a)));
}
template <class T>
INITLAB_ALWAYS_INLINE initlab::Dual<T> softplus(initlab::Dual<T> a) {
  return {softplus(a.value), initlab::math::sigmoid(a.value) * a.derivative};
}

template <initlab::math::Real T>
INITLAB_ALWAYS_INLINE T square_root(T a) {
  return initlab::math::sqrt(a);
}
template <class T>
INITLAB_ALWAYS_INLINE initlab::Dual<T> square_root(initlab::Dual<T> a) {
  const T root = initlab::math::sqrt(a.value);
  return {root, chained(T(0.5) / root, a.derivative)};
}

/// a^p for a >= 0.
template <initlab::math::Real T>
INITLAB_ALWAYS_INLINE T real_power(T a, double p) {
  return bounded_exp(T(p) * initlab::math::log(a));
}
template <class T>
INITLAB_ALWAYS_INLINE initlab::Dual<T> real_power(initlab::Dual<T> a, double p) {
  return {real_power(a.value, p), chained(T(p) * real_power(a.value, p - 1.0), a.derivative)};
}

// Of kinks: at 0 the derivative is that from the left. NaN stays NaN.
template <class N>
INITLAB_ALWAYS_INLINE N absolute(N a) {
  return a <= N(0) ? -a : a;
}
template <class N>
INITLAB_ALWAYS_INLINE N relu(N a) {
  return a <= N(0) ? N(0) : a;
}
template <class N>
INITLAB_ALWAYS_INLINE N step(N a) {
  return a <= N(0) ? N(0) : a > N(0) ? N(1) : a;
}
template <class N>
INITLAB_ALWAYS_INLINE N sign(N a) {
  return a > N(0) ? N(1) : a < N(0) ? N(-1) : a == N(0) ? N(0) : a;
}
template <class N>
INITLAB_ALWAYS_INLINE N where(N a, N b, N c) {
  return a > N(0) ? b : a <= N(0) ? c : a;
}

template <class A, class B>
INITLAB_ALWAYS_INLINE auto smaller(A a, B b) {
  using N = decltype(a + b);  // one of the two may be a plain constant
  return N(b) < N(a) ? N(b) : N(a);
}
template <class A, class B>
INITLAB_ALWAYS_INLINE auto larger(A a, B b) {
  using N = decltype(a + b);
  return N(a) < N(b) ? N(b) : N(a);
}

/// Calls `use` with the function that an operation of one operand stands for.
template <class Use>
void with_unary(Operation operation, double number, Use use) {
  namespace math = initlab::math;
  switch (operation) {
#define CUSTOM_UNARY(name, value) \
  case Operation::name:           \
    return use([=](auto a) { return value; })
    CUSTOM_UNARY(negate, -a);
    CUSTOM_UNARY(exp, bounded_exp(a));
    CUSTOM_UNARY(expm1, math::expm1(a));
    CUSTOM_UNARY(log, math::log(a));
    CUSTOM_UNARY(log1p, math::log1p(a));
    CUSTOM_UNARY(sqrt, square_root(a));
    CUSTOM_UNARY(tanh, math::tanh(a));
    CUSTOM_UNARY(sigmoid, math::sigmoid(a));
    CUSTOM_UNARY(softplus, custom::softplus(a));
    CUSTOM_UNARY(erf, math::erf(a));
    CUSTOM_UNARY(erfc, math::erfc(a));
    CUSTOM_UNARY(normal_cdf, math::normal_cdf(a));
    CUSTOM_UNARY(normal_pdf, math::normal_pdf(a));
    CUSTOM_UNARY(sin, math::sin(a));
    CUSTOM_UNARY(cos, math::cos(a));
    CUSTOM_UNARY(atan, math::atan(a));
    CUSTOM_UNARY(abs, absolute(a));
    CUSTOM_UNARY(sign, custom::sign(a));
    CUSTOM_UNARY(step, custom::step(a));
    CUSTOM_UNARY(relu, custom::relu(a));
#undef CUSTOM_UNARY
    case Operation::power:
      return use([number](auto a) { return real_power(a, number); });
    default:
      break;
  }
}

/// The same for two operands, of which one may be a plain constant.
template <class Use>
void with_binary(Operation operation, Use use) {
  switch (operation) {
    case Operation::add:
      return use([](auto a, auto b) { return a + b; });
    case Operation::subtract:
      return use([](auto a, auto b) { return a - b; });
    case Operation::multiply:
      return use([](auto a, auto b) { return a * b; });
    case Operation::divide:
      return use([](auto a, auto b) { return a / b; });
    case Operation::minimum:
      return use([](auto a, auto b) { return smaller(a, b); });
    case Operation::maximum:
      return use([](auto a, auto b) { return larger(a, b); });
    default:
      break;
  }
}

}  // namespace custom
