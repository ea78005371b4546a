#pragma once
#include <span>
#include <string>

#include "core/config_value.hpp"
#include "network/block_spec.hpp"
#include "results/manifest.hpp"

namespace initlab {

/// What a trial is estimated to take with each engine.
struct EngineCosts {
  double dense_ns = 0.0, revealed_ns = 0.0;
};

/// The engine for a network of these blocks, and why: `asked` is "auto", "dense" or "revealed". "auto" takes revealed
/// where the law of every matrix allows it, unless there are so many inputs that dense is clearly faster. Throws
/// UsageError, which names the law, for "revealed" where it would not be exact; `place` is that of the initializer.
EngineChoice choose_engine(const std::string& asked, std::span<const BlockSpec> blocks, const EngineCosts& costs,
                           const ConfigPlace& place);

}  // namespace initlab
