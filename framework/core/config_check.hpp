#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/config_range.hpp"
#include "core/config_value.hpp"

namespace initlab {

/// One value as the type that is wanted, or a UsageError "place: 'path' what is wrong, what is allowed". ConfigReader
/// uses them for the keys of a table; for a value that may be of several kinds, look at its kind and call the right
/// one.

bool boolean_from(const ConfigValue& value, const std::string& path);
std::int64_t integer_from(const ConfigValue& value, const std::string& path, const IntegerRange& range = {});
double number_from(const ConfigValue& value, const std::string& path, const NumberRange& range = {});
std::string text_from(const ConfigValue& value, const std::string& path);
std::string choice_from(const ConfigValue& value, const std::string& path, const std::vector<std::string>& allowed);
std::uint64_t seed_from(const ConfigValue& value, const std::string& path);

std::vector<std::int64_t> integer_list_from(const ConfigValue& value, const std::string& path,
                                            const IntegerRange& range = {});
std::vector<double> number_list_from(const ConfigValue& value, const std::string& path, const NumberRange& range = {});
std::vector<std::string> text_list_from(const ConfigValue& value, const std::string& path);

/// Throws "place: 'path' problem".
[[noreturn]] void refuse_value(const ConfigValue& value, const std::string& path, std::string_view problem);

/// What is wanted, as a missing key is told.
std::string alternatives(const std::vector<std::string>& allowed);  ///< "a", "b" or "c", each in its quotes
constexpr std::string_view seed_wanted =
    "an integer from 0 to 18446744073709551615 (in quotes beyond 9223372036854775807)";

}  // namespace initlab
