#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace initlab {

/// The known name that `given` most likely was meant to be, or nothing when none is close.
///
/// Distance: edits of one letter (insert, delete, replace) and exchanges of two neighbours, case ignored for ASCII
/// letters (optimal string alignment). Close: at most one edit per three letters of the longer name. Of several equally
/// near names the first is answered, so the order of `known` decides. With none close, the shortest name that begins
/// with `given`, if that has three letters or more.
std::optional<std::string> nearest(std::string_view given, std::span<const std::string> known);

/// " (did you mean 'relu'?)" to be put behind an error, or "" when no known name is close.
std::string did_you_mean(std::string_view given, std::span<const std::string> known);

}  // namespace initlab
