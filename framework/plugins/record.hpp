#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace initlab {

enum class PluginKind { activation, initializer };

/// "activation" or "initializer".
std::string_view to_string(PluginKind);

/// How errors name a plugin: "activation 'relu'".
std::string plugin_name(PluginKind, std::string_view id);

/// One parameter of a plugin, as its author declared it.
struct PluginParameter {
  enum class Type {
    real,
    integer,  ///< a whole number
    choice,   ///< one of `choices`
    text
  };
  std::string name, meaning;
  Type type = Type::real;
  double default_value = 0;          ///< of a choice: its position in `choices`; of a text: 0
  double minimum = 0, maximum = 0;   ///< closed interval of a real or an integer; infinite where there is no bound
  std::string default_text;          ///< of a choice or a text
  std::vector<std::string> choices;  ///< of a choice

  friend bool operator==(const PluginParameter&, const PluginParameter&) = default;
};

/// What is allowed, as the second half of a sentence: "must lie between 0 and 1", "must be greater than 0".
std::string allowed_values(const PluginParameter&);
/// Its default as text: "0.01", "fan_in"; empty where the default is an empty text.
std::string default_text(const PluginParameter&);

/// What a plugin is: the C record of abi.h as C++ values, checked. Knowing it takes no code of the plugin.
struct PluginRecord {
  PluginKind kind = PluginKind::activation;
  std::string id, version, compiler, summary, formula, reference;
  std::uint32_t build_flags = 0;  ///< INITLAB_BUILD_* of abi.h
  int abi_major = 0, abi_minor = 0;
  std::vector<PluginParameter> parameters;

  friend bool operator==(const PluginRecord&, const PluginRecord&) = default;
};

}  // namespace initlab
