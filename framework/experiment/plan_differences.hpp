#pragma once
#include <string>
#include <vector>

#include "results/manifest.hpp"

namespace initlab {

/// Something that two plans have differently, and that may change a number or a text of the result.
struct PlanDifference {
  enum class Cause {
    setting,      ///< what was asked for: the experiment and the command line
    surrounding,  ///< what it meets: the program, the machine, plugin and data files
    consequence,  ///< what the plan made of both
  };
  std::string name;  ///< "network.depth", "seed", "plugin activation relu version", "initlab version"
  std::string stored, now;
  Cause cause = Cause::setting;
};

/// In the order of the manifest; equal manifests have none. Layout and comments of an experiment file are no
/// difference: its settings are compared one by one, with the overrides applied. A key that has become or ceased to be
/// written out is one, though it may have its default; only those that the manifest itself has (title, claim, seed,
/// trials, precision) are compared by what they mean.
std::vector<PlanDifference> differences(const Manifest& stored, const Manifest& now);

/// Throws UsageError, naming each difference, if there is one, and saying what to do. `what` is the thing that was
/// stored: "depth.nc.journal".
void require_same_plan(const Manifest& stored, const Manifest& now, const std::string& what);

}  // namespace initlab
