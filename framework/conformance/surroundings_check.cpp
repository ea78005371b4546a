#include <fmt/format.h>
#include <initlab/abi.h>

#include <array>

#include "conformance/common_checks.hpp"
#include "conformance/places.hpp"
#include "conformance/surroundings.hpp"
#include "core/error.hpp"
#include "plugins/load.hpp"
#include "plugins/plugin_call.hpp"
#include "plugins/plugin_instance.hpp"
#include "plugins/plugin_table.hpp"

namespace initlab {
namespace {

/// Compares after every stage of a plugin's life; a stage is named as in "when it was loaded".
class Watch {
 public:
  Watch(const Subject& subject, Doing& doing) : subject_(subject), doing_(doing), before_(Surroundings::now()) {}

  template <class Stage>
  void during(const char* participle, Stage stage) {
    doing_.now(participle);
    try {
      stage();
    } catch (const Error&) {
      throw;
    } catch (const std::exception& error) {
      throw Nonconformity(
          fmt::format("{} let an exception out ({}) when it was {}. Catch it in the plugin and return "
                      "INITLAB_FAILED.",
                      subject_.name(), error.what(), participle));
    }
    const Surroundings after = Surroundings::now();
    if (const std::string difference = after.first_difference(before_); !difference.empty())
      throw Nonconformity(fmt::format("{} changed {} when it was {}. A plugin leaves its host alone.", subject_.name(),
                                      difference, participle));
  }

 private:
  const Subject& subject_;
  Doing& doing_;
  Surroundings before_;
};

// Through the plugin's own table: the host's wrappers put some of the changes back that are looked for here.
template <class Table, class Ask>
void live(const Subject& subject, Watch& watch, Ask ask) {
  const Table* table = nullptr;
  watch.during("loaded", [&] {
    table = static_cast<const Table*>(load_table(subject.entry, sizeof(Table), LoadedMode::left_as_it_is));
  });
  const std::vector<initlab_value> values = to_c(subject.entry.record, subject.arguments);
  void* self = nullptr;
  watch.during("given its parameters", [&] {
    require_function(subject.entry, "create", table->create);
    PluginCall call;
    const auto status = table->create(values.data(), static_cast<std::uint32_t>(values.size()), &self, call.error());
    if (status != INITLAB_OK) call.fail(status, subject.name(), "refused its parameters");
  });
  watch.during("asked", [&] { ask(*table, self); });
  watch.during("destroyed", [&] {
    require_function(subject.entry, "destroy", table->destroy);
    table->destroy(self);
  });
}

void ask_activation(const Subject& subject, const initlab_activation_table& table, const void* self) {
  const std::array<float, 3> few{-1.0F, 0.5F, 2.0F};
  const std::array<double, 3> z{-1.0, 0.5, 2.0};
  std::array<float, 3> few_out{};
  std::array<double, 3> out{};
  PluginCall call;
  const auto expect_ok = [&](initlab_status status) {
    if (status != INITLAB_OK) call.fail(status, subject.name(), "failed");
  };
  require_function(subject.entry, "value_f32", table.value_f32);
  require_function(subject.entry, "value_f64", table.value_f64);
  require_function(subject.entry, "derivative_f32", table.derivative_f32);
  require_function(subject.entry, "derivative_f64", table.derivative_f64);
  expect_ok(table.value_f32(self, few.data(), few_out.data(), few.size(), call.error()));
  expect_ok(table.value_f64(self, z.data(), out.data(), z.size(), call.error()));
  expect_ok(table.derivative_f32(self, few.data(), few_out.data(), few.size(), call.error()));
  expect_ok(table.derivative_f64(self, z.data(), out.data(), z.size(), call.error()));
}

}  // namespace

std::string check_surroundings(const Subject& subject, Doing& doing) {
  // Made and thrown away: what the host itself opens and initialises on first use is there before the comparison.
  const Places places;
  Surroundings::now();
  Watch watch(subject, doing);
  if (subject.entry.record.kind == PluginKind::activation) {
    live<initlab_activation_table>(subject, watch, [&](const initlab_activation_table& table, const void* self) {
      ask_activation(subject, table, self);
    });
  } else {
    live<initlab_initializer_table>(subject, watch, [&](const initlab_initializer_table& table, const void* self) {
      require_function(subject.entry, "weights", table.weights);
      initlab_layer layer{};
      layer.struct_size = sizeof layer;
      layer.index = layer.depth = 1;
      layer.fan_in = layer.fan_out = 8;
      layer.theory = places.theory().host();
      initlab_law law{sizeof law, 0, 0.0, 0.0, 1.0, INITLAB_AS_DRAWN, 0};
      PluginCall call;
      table.weights(self, &layer, &law, call.error());  // it may refuse this place: only what it changes counts here
    });
  }
  return "Loading, making, asking and destroying it changed nothing of its host.";
}

}  // namespace initlab
