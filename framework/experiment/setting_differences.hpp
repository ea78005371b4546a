#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "experiment/plan_differences.hpp"
#include "results/manifest.hpp"

namespace initlab {

/// The settings that two experiments have differently, overrides applied: "network.depth", "sweep.network.width", in
/// the order of the stored file and then of the other. `except` are top-level keys that are not looked at.
std::vector<PlanDifference> setting_differences(const Manifest& stored, const Manifest& now,
                                                const std::vector<std::string_view>& except);

}  // namespace initlab
