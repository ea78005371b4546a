#pragma once
#include <string>

namespace initlab {

/// The class of this process' floating point, as a short text, "libm-3f9c01a2": a hash of the bits that the C library's
/// elementary functions give at fixed arguments, float and double: exp, expm1, log, log1p, tanh, sin, cos, atan, pow,
/// erf. The library chooses among variants of them by the processor; the variants differ in some last bits, and so do
/// the numbers of whoever calls them. Processes of one class may share the work on one result; it does not depend on
/// the vector instructions that initlab itself takes. Evaluated once, in less than 3 ms.
const std::string& numerics_class();

}  // namespace initlab
