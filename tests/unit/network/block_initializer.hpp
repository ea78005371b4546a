#pragma once
#include <functional>
#include <utility>

#include "unit/linear/law_initializer.hpp"

namespace initlab::testing {

/// A LawInitializer that also sets the multipliers of residual blocks.
class BlockInitializer final : public LawInitializer {
 public:
  using MultipliersOf = std::function<Multipliers(const Layer&)>;

  BlockInitializer(LawOf weights_of, LawOf biases_of, MultipliersOf multipliers_of)
      : LawInitializer(std::move(weights_of), std::move(biases_of)), multipliers_(std::move(multipliers_of)) {}

  Multipliers multipliers(const Layer& layer) const override { return multipliers_(layer); }

 private:
  MultipliersOf multipliers_;
};

}  // namespace initlab::testing
