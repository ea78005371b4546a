#pragma once
#include <string>

namespace initlab {

/// What one check of a plugin found.
struct Finding {
  std::string check;  ///< "derivative"
  bool passed = false;
  std::string sentence;  ///< what was compared and how well it agreed, or what is wrong

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace initlab
