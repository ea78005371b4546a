#pragma once
#include <cstdint>
#include <string>

#include "experiment/settings.hpp"
#include "plugins/arguments.hpp"

namespace initlab {

/// A plugin and what it is called with.
struct PluginUse {
  const PluginRecord& record;
  const ResolvedArguments& arguments;
};

/// All of a point that its draws depend on, as one text: equal texts mean equal points, whatever sweep they stand in.
///
/// Title, trials, seed and observables are not in it: more trials of a point extend the same sequence. What has its
/// default value is left out, so that a setting which a later version adds changes no existing draw.
std::string point_content(const Settings& settings, const PluginUse& activation, const PluginUse& initializer);

/// The number that stands for it in stream names.
std::uint64_t point_key(const std::string& content);

}  // namespace initlab
