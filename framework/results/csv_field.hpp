#pragma once
#include <string>

namespace initlab {

/// A text as a field of a CSV file, quoted where it must be (RFC 4180).
std::string csv_field(const std::string& text);

/// A number with 17 significant digits, which tell any two doubles apart (IEEE 754-2019, 5.12.2), with a point in any
/// locale; empty for NaN, `inf` or `-inf` for infinities.
std::string csv_field(double number);

}  // namespace initlab
