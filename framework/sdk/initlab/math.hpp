#pragma once

/// Elementary functions for plugins, `initlab::math`: one template serves float, double and Dual.
///
///   exp expm1   log log1p   tanh   sigmoid   erf erfc   normal_cdf normal_pdf   sin cos atan
///   sqrt abs max min fma pow (integer exponents)
///
/// A loop `out[i] = f(z[i])` over them vectorises: no branch, no table, no call. Every operation is an explicit IEEE
/// operation or fused multiply-add, so the bits are the same for scalar and vector code, any optimisation level, g++
/// and clang++, AVX2 and AVX-512, as long as the compiler is not told to change arithmetic: `-ffp-contract=off` and no
/// -ffast-math, as initlab_add_plugin sets them. NaN gives NaN; which NaN is not specified.
///
/// Derivatives keep their relative accuracy where the function saturates (tanh'(20) = 1.7e-17, not 0).
///
/// "At most n ulp" is the error bound that the tests assert, in units in the last place of the exact result.
#include "math/atan.hpp"
#include "math/basic.hpp"
#include "math/erf.hpp"
#include "math/exp.hpp"
#include "math/log.hpp"
#include "math/normal.hpp"
#include "math/sigmoid.hpp"
#include "math/tanh.hpp"
#include "math/trigonometric.hpp"
