#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace initlab {

/// One plugin of a run: which code, exactly.
struct PluginIdentity {
  std::string kind;  ///< "activation" or "initializer"
  std::string id;
  std::string version;
  std::string compiler;
  std::string sha256;      ///< of the plugin's file
  std::string parameters;  ///< as text, e.g. "std=0.01"; empty when it has none

  bool operator==(const PluginIdentity&) const = default;
};

/// A data file that a run reads its inputs from: which content, exactly.
struct InputIdentity {
  std::string path;    ///< as the experiment names it
  std::string sha256;  ///< of its content

  bool operator==(const InputIdentity&) const = default;
};

/// How the random matrices of a point were realised.
struct EngineChoice {
  std::string name;    ///< "revealed" or "dense"
  std::string reason;  ///< one sentence

  bool operator==(const EngineChoice&) const = default;
};

/// All that determines the numbers of a run, and nothing else: two runs with equal manifests give equal files. Host,
/// threads, backend and time are in the RunRecord.
struct Manifest {
  std::string title;
  std::string claim;  ///< the answer the experiment expects; may be empty
  std::string initlab_version;
  std::string git_revision;
  std::string experiment_name;         ///< file name without its folder
  std::string experiment_text;         ///< verbatim
  std::vector<std::string> overrides;  ///< the texts of --set, in order
  std::uint64_t seed = 0;
  std::uint64_t trials = 0;                     ///< at each point
  std::vector<std::uint64_t> trials_per_block;  ///< one number for all points, or one a point
  std::string precision;                        ///< "float32" or "float64"
  std::vector<EngineChoice> engines;            ///< one choice for all points, or one a point
  std::vector<PluginIdentity> plugins;
  std::string numerics;  ///< "libm-3f9c01a2": machines of one class give elementary functions the same bits
  std::vector<InputIdentity> inputs;  ///< without repetition, in the order of the points; mostly none

  bool operator==(const Manifest&) const = default;
};

}  // namespace initlab
