#pragma once
#include <string>

#include "core/error.hpp"

namespace initlab {

/// The text of the UsageError that `action` throws, or "no UsageError".
template <class Action>
std::string usage_error(Action action) {
  try {
    action();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no UsageError";
}

}  // namespace initlab
