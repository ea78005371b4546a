#pragma once
#include <string>
#include <vector>

namespace initlab {

/// The numbers of "0,0.05,0.1", each finite and from 0 to 1000, in the order given. Throws UsageError that names the
/// option.
std::vector<double> parse_scales(const std::string& option, const std::string& text);

/// The numbers of "FROM:TO:COUNT", both ends included and evenly spaced, or of a single number. COUNT is 2 to 1000,
/// FROM below TO, numbers are from 0 to 1000. Throws UsageError that names the option.
std::vector<double> parse_range(const std::string& option, const std::string& text);

}  // namespace initlab
