#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/config_value.hpp"

namespace initlab {

/// TOML 1.0 text into a ConfigValue. What TOML allows and a configuration does not need is refused: dates and times,
/// keys with more than 64 parts, values inside more than 64 others. A byte order mark and Windows line ends are fine.
/// All functions throw UsageError "file:line:column: what" for the first mistake.

/// Far above any experiment file (a list of 100 000 widths has 0.6 MB). The parser takes up to 100 times the size of a
/// text in memory, so a wrong file is recognised before it hurts.
constexpr std::size_t config_size_limit = std::size_t{1} << 20;

/// The table in the file. `name` in the errors is the path as given. See also text_file.hpp for what is not read.
ConfigValue parse_config_file(const std::filesystem::path& path);

/// The table in a text; `name` stands for the file in places and errors.
ConfigValue parse_config(std::string_view text, const std::string& name);

/// What `--set key=value` says.
struct ConfigAssignment {
  std::string path;  ///< dotted, for ConfigValue::with
  ConfigValue value;
};

/// "network.depth=50", "network.widths=[10, 20]", "network.initializer={plugin='normal', std=0.5}". The value is TOML;
/// a single word that is not (`relu`, `results/today`, `12abc`) is a string, so that a shell needs no second quotes.
/// The place of every value is "--set".
ConfigAssignment parse_assignment(std::string_view text);

}  // namespace initlab
