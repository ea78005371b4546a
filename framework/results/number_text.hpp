#pragma once
#include <cstdint>
#include <string>

namespace initlab {

/// A number for people, with three significant digits, or all before the point: "1.00", "0.0123", "29530", "4.56e-12",
/// "inf"; "" when it is NaN.
std::string brief(double value);

/// "1.0213 ± 0.0045", "(3.21 ± 0.46)e-12": two significant digits of the error; only the value when the error is NaN
/// (one trial), "" when the value is NaN, "± 0" for an error that is nothing but rounding.
std::string with_error(double value, double error);

/// "12.3 %"; "" when it is NaN.
std::string percent(double fraction);

/// "1 trial", "1000 trials".
std::string counted(std::uint64_t count, const std::string& noun);

}  // namespace initlab
