#pragma once
#include <initlab/abi.h>

#include <string>
#include <vector>

#include "plugins/arguments.hpp"

namespace initlab {

/// The arguments as create() takes them, in the record's order. Texts point into `arguments`. Throws DomainError if
/// they are not the record's.
std::vector<initlab_value> to_c(const PluginRecord& record, const ResolvedArguments& arguments);

/// What a plugin's create() made of one set of parameters; destroyed with this object.
class PluginInstance {
 public:
  using Create = initlab_status (*)(const initlab_value*, std::uint32_t, void**, initlab_error*);
  using Destroy = void (*)(void*);

  /// Throws PluginError "<plugin> refused its parameters: <its text>", DomainError if `arguments` are not the record's.
  PluginInstance(const PluginRecord& record, const ResolvedArguments& arguments, Create create, Destroy destroy);
  ~PluginInstance();
  PluginInstance(const PluginInstance&) = delete;
  PluginInstance& operator=(const PluginInstance&) = delete;

  /// The first argument of the plugin's functions. May be null: a plugin without state needs none.
  const void* self() const { return self_; }

 private:
  Destroy destroy_;
  void* self_ = nullptr;
};

}  // namespace initlab
