#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "core/config_value.hpp"

namespace initlab {

/// A configuration value as text of one line, three ways. All are independent of the locale.

/// The text that stands for the value's content: equal contents have equal texts and different ones different texts, in
/// any version and on any machine. Keys are sorted, numbers are the shortest decimals that read back as the same
/// double, and numbers that are equal are written equally: 1, 1.0 and 0x1 as `1`, -0.0 as `0`. Reads back as a TOML
/// value.
std::string canonical(const ConfigValue& value);

/// For axis labels and tables: `relu`, `0.01`, `[10, 50]`, and `normal(std=0.5)` for { plugin = "normal", std = 0.5 }.
/// Not unique: the string "1" and the integer 1 look alike.
std::string to_display(const ConfigValue& value);

/// For error texts: `the string "many"`, `the integer 3`, `the number 0.5`, `the list [1,2]`, shortened when long.
std::string described(const ConfigValue& value);

/// At most `limit` bytes of a text that a user gave, ending in "..." when cut and never inside a UTF-8 character;
/// control characters are written as escapes, so that an error text stays on its line and cannot steer a terminal.
std::string shortened(std::string_view text, std::size_t limit = 80);

}  // namespace initlab
