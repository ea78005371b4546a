#include "plugins/plugin_call.hpp"

#include <fmt/format.h>
#include <xmmintrin.h>

#include <cstring>

namespace initlab {

namespace {

// MXCSR without its six sticky exception flags, which ordinary arithmetic sets: denormals-are-zero, exception masks,
// rounding, flush-to-zero.
constexpr unsigned control_mask = 0xffc0;

}  // namespace

PluginCall::PluginCall() : control_bits_(_mm_getcsr() & control_mask) {
  error_.struct_size = sizeof error_;
  error_.reserved = 0;
  // Not the whole text: zeroing 504 bytes takes half as long as a batch of a hundred numbers.
  error_.message[0] = '\0';
}

void PluginCall::check_environment(std::string_view plugin) const {
  const unsigned now = _mm_getcsr();
  if ((now & control_mask) == control_bits_) return;
  _mm_setcsr((now & ~control_mask) | control_bits_);
  throw PluginError(fmt::format(
      "{} changed the floating-point mode of its caller (MXCSR {:#06x} became {:#06x}). A plugin must leave "
      "rounding and flush-to-zero alone.",
      plugin, control_bits_, now & control_mask));
}

void PluginCall::fail(initlab_status status, std::string_view plugin, std::string_view failed) const {
  const std::string_view text(error_.message, ::strnlen(error_.message, sizeof error_.message));
  if (!text.empty()) throw PluginRefusal(fmt::format("{} {}: {}", plugin, failed, text));
  if (status == INITLAB_NOT_OFFERED)
    throw PluginError(fmt::format("{} {}: it answered 'not offered' where an answer is required", plugin, failed));
  throw PluginError(fmt::format("{} {}: status {} without a text", plugin, failed, status));
}

}  // namespace initlab
