#pragma once
// The plugin's side of the boundary: nothing that C++ throws gets past these functions.
#include <cstring>
#include <exception>
#include <initlab/detail/record.hpp>
#include <memory>
#include <stdexcept>

namespace initlab::detail {

inline initlab_status report(initlab_error* error, initlab_status status, const char* text) noexcept {
  if (error) {
    const std::size_t length = std::strlen(text);
    const std::size_t kept = length < sizeof error->message - 1 ? length : sizeof error->message - 1;
    std::memcpy(error->message, text, kept);
    error->message[kept] = '\0';
  }
  return status;
}

/// Runs f and turns whatever it throws into a status and a text.
template <class F>
initlab_status guarded(initlab_error* error, F&& f) noexcept {
  try {
    f();
    return INITLAB_OK;
  } catch (const std::invalid_argument& e) {
    return report(error, INITLAB_INVALID, e.what());
  } catch (const std::exception& e) {
    return report(error, INITLAB_FAILED, e.what());
  } catch (...) {
    return report(error, INITLAB_FAILED, "it threw something that is not a std::exception");
  }
}

template <class Plugin, class Member>
void assign(Plugin& plugin, const Parameter<Plugin, Member>& p, const initlab_value& value) {
  if constexpr (std::is_same_v<Member, Text>)
    plugin.*p.member = value.text ? value.text : "";
  else if constexpr (std::is_enum_v<Member>)
    plugin.*p.member = static_cast<Member>(static_cast<int>(value.number));
  else
    plugin.*p.member = static_cast<Member>(value.number);
}

/// Makes a Plugin, fills its parameters in and calls its prepare(), where it may throw std::invalid_argument.
template <class Plugin>
initlab_status create(const initlab_value* values, std::uint32_t count, void** self, initlab_error* error) {
  return guarded(error, [&] {
    auto plugin = std::make_unique<Plugin>();
    std::uint32_t i = 0;
    std::apply([&](const auto&... p) { ((i < count ? assign(*plugin, p, values[i]) : void(), ++i), ...); },
               parameters_of<Plugin>());
    if constexpr (requires { plugin->prepare(); }) plugin->prepare();
    *self = plugin.release();
  });
}

template <class Plugin>
void destroy(void* self) {
  delete static_cast<Plugin*>(self);
}

template <class Plugin>
const Plugin& as(const void* self) {
  return *static_cast<const Plugin*>(self);
}

}  // namespace initlab::detail
