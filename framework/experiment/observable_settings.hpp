#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "core/config_reader.hpp"
#include "measure/observable.hpp"

namespace initlab {

/// measure.observables: names of groups and of single quantities, in any order. Answers the groups in the order of
/// their columns; a group that is named too is whole. Throws UsageError, with the place in the file, for a name that no
/// network has and for what is between inputs where there is one.
std::vector<ObservableChoice> read_observables(ConfigReader& measure, std::size_t inputs);

/// Throws UsageError if a named quantity does not exist in networks with at most so many weight matrices in a block.
void require_observables(std::span<const ObservableChoice> choices, std::size_t matrices);

}  // namespace initlab
