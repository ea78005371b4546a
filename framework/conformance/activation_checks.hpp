#pragma once
#include <string>

#include "conformance/check.hpp"
#include "core/activation.hpp"

namespace initlab {

// Checks of activations; each is a Check::run.

/// No NaN for any finite input, and nothing infinite for |z| <= 10, in both precisions.
std::string check_numbers(const Subject&, Doing&);
/// phi' against finite differences of phi, between the kinks.
std::string check_derivative(const Subject&, Doing&);
/// Kinks are declared where phi, phi' or phi'' jumps in |z| <= 8, and none where they do not.
std::string check_kinks(const Subject&, Doing&);
/// Closed forms for one input against quadrature.
std::string check_closed_forms(const Subject&, Doing&);
/// Closed forms for two inputs against quadrature.
std::string check_kernels(const Subject&, Doing&);
/// Single against double precision.
std::string check_precision(const Subject&, Doing&);
/// A batch gives the same bits whole, in parts, in place and again.
std::string check_batches(const Subject&, Doing&);
/// No memory beside a batch is touched and no entry left out: guarded_array.hpp.
std::string check_activation_bounds(const Subject&, Doing&);
/// Calls on several threads at once give the same bits as one after the other.
std::string check_activation_threads(const Subject&, Doing&);

/// NaN for finite input is thrown as Nonconformity, for |z| up to `largest`.
void expect_no_nan(const Activation&, double largest);

}  // namespace initlab
