#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace initlab {

/// Why a new plugin cannot have this name, as a clause after "the name '...'"; nothing if it can.
///
/// A plugin's name is its file's, its id in experiment files and its target in CMake: a C identifier in snake_case of
/// at most 47 characters that is neither a word of C++ nor one of CMake's own targets.
std::optional<std::string> problem_of_name(std::string_view name);

/// A name near to `wish` that problem_of_name has nothing against: "MyRelu" and "my-relu" become "my_relu", "2relu" and
/// "double" get "my_" in front. Nothing if the wish has no letters or digits, or is too long.
std::optional<std::string> suggested_name(std::string_view wish);

/// The name of the plugin's struct: "my_relu" becomes "MyRelu".
std::string type_name_of(std::string_view name);

}  // namespace initlab
