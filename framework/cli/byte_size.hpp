#pragma once
#include <string>
#include <string_view>

namespace initlab {

/// "2 GiB", "500MB", "1.5e9": a number of bytes, with a decimal (kB, MB, GB, TB) or binary (KiB, MiB, GiB, TiB) unit or
/// none. Throws UsageError that begins with `what` for anything else, zero and negative sizes.
double parse_byte_size(std::string_view text, const std::string& what);

/// "1.95 GiB"
std::string byte_size_text(double bytes);

}  // namespace initlab
