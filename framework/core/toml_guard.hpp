#pragma once
#include <string>
#include <string_view>

namespace initlab {

/// Nesting that a configuration may have: brackets inside each other, and parts of one dotted key.
constexpr int config_nesting_limit = 64;

/// What has to hold before a text is handed to the TOML parser, whose stack and whose error texts it would otherwise
/// cost: valid UTF-8, no NUL, no deep nesting. One pass, no recursion. Throws UsageError "name:line:column: what".
void check_before_parsing(std::string_view text, const std::string& name);

}  // namespace initlab
