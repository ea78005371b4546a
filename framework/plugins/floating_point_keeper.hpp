#pragma once
#include <cfenv>

namespace initlab {

/// Puts the calling thread's floating-point environment (rounding, exceptions, flush-to-zero) back as it was when the
/// keeper was made.
class FloatingPointKeeper {
 public:
  FloatingPointKeeper() { std::fegetenv(&environment_); }
  ~FloatingPointKeeper() { std::fesetenv(&environment_); }
  FloatingPointKeeper(const FloatingPointKeeper&) = delete;
  FloatingPointKeeper& operator=(const FloatingPointKeeper&) = delete;

 private:
  std::fenv_t environment_;
};

}  // namespace initlab
