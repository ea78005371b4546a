#include "plugins/probe.hpp"

#include <fmt/format.h>

#include <array>

#include "core/error.hpp"
#include "plugins/child_process.hpp"
#include "plugins/load.hpp"

namespace initlab {
namespace {

constexpr double seconds_to_answer = 20.0;  // a plugin that needs longer for four numbers does not end at all

void ask_once(const Activation& phi, Doing& doing) {
  const std::array<float, 4> z{-2.0F, -0.5F, 0.5F, 2.0F};
  std::array<float, 4> out{};
  doing.now("asked for 4 values");
  phi.value(std::span<const float>(z), std::span<float>(out));
}

void ask_once(const Initializer& initializer, Doing& doing) {
  Layer layer;
  layer.fan_in = layer.fan_out = 4;
  doing.now("asked for the law of a layer");
  initializer.weights(layer);
}

template <class Plugin>
void use(std::unique_ptr<Plugin> plugin, Doing& doing) {
  try {
    ask_once(*plugin, doing);
  } catch (const PluginError&) {  // an initializer may need the theory that is missing here
  }
  doing.now("destroyed");
  plugin.reset();
}

}  // namespace

void probe(const CatalogueEntry& entry, const ResolvedArguments& arguments) {
  CatalogueEntry trusted = entry;
  trusted.trust = Trust::full;
  const ChildOutcome outcome = run_in_child(
      [&](Doing& doing) {
        doing.now("loaded and given its parameters");
        if (entry.record.kind == PluginKind::activation)
          use(load_activation(trusted, arguments), doing);
        else
          use(load_initializer(trusted, arguments), doing);
        return std::string();
      },
      seconds_to_answer);
  if (outcome.is_alive()) return;
  throw PluginError(
      fmt::format("{} {} (tried in a process of its own). It is not loaded. Examine it: initlab plugins "
                  "check {}",
                  plugin_name(entry.record.kind, entry.record.id), how_it_died(outcome), entry.file.string()));
}

}  // namespace initlab
