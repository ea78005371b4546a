#pragma once
#include <initlab/abi.h>

#include "theory/moments.hpp"

namespace initlab {

/// The answers that an initializer may ask for about the network's activation, in the form in which they cross the plugin
/// boundary (initlab_theory). Every answer may be asked for from many threads.
class TheoryService {
 public:
  /// `activation` must outlive the service.
  explicit TheoryService(const Activation& activation);
  TheoryService(const TheoryService&) = delete;
  TheoryService& operator=(const TheoryService&) = delete;

  const initlab_theory* table() const { return &table_; }

 private:
  Moments moments_;
  initlab_theory table_{};
};

}  // namespace initlab
