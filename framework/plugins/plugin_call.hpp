#pragma once
#include <initlab/abi.h>

#include <exception>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace initlab {

/// A plugin said itself, with a text of its own, that it cannot do what it was asked for.
struct PluginRefusal : PluginError {
  using PluginError::PluginError;
};

/// One call into a plugin's code: holds the error text that the plugin writes and watches what it must leave alone.
class PluginCall {
 public:
  PluginCall();
  initlab_error* error() { return &error_; }

  /// To be called when the plugin has returned. Throws PluginError if the control bits of the floating-point unit
  /// changed (after putting them back).
  void check_environment(std::string_view plugin) const;
  /// Throws PluginRefusal "<plugin> <failed>: <the plugin's text>", or PluginError where it gave no text.
  [[noreturn]] void fail(initlab_status status, std::string_view plugin, std::string_view failed) const;

 private:
  unsigned control_bits_;
  initlab_error error_;
};

/// Calls f(initlab_error*), a function of the plugin. False if it answered INITLAB_NOT_OFFERED; throws PluginError if
/// it failed, threw, or changed the floating-point mode.
template <class F>
bool ask_plugin(std::string_view plugin, F&& f, std::string_view failed = "failed") {
  PluginCall call;
  initlab_status status = INITLAB_FAILED;
  std::string escaped;
  try {
    status = f(call.error());
  } catch (const std::exception& e) {
    escaped = e.what();
  } catch (...) {
    escaped = "not a std::exception";
  }
  call.check_environment(plugin);
  if (!escaped.empty())
    throw PluginError(std::string(plugin) + " let an exception out (" + escaped +
                      "). Catch it in the plugin and return INITLAB_FAILED.");
  if (status == INITLAB_NOT_OFFERED) return false;
  if (status != INITLAB_OK) call.fail(status, plugin, failed);
  return true;
}

/// The same for a function that every plugin must answer.
template <class F>
void run_plugin(std::string_view plugin, F&& f, std::string_view failed = "failed") {
  if (!ask_plugin(plugin, f, failed)) PluginCall().fail(INITLAB_NOT_OFFERED, plugin, failed);
}

}  // namespace initlab
