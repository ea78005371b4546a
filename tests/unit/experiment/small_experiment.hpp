#pragma once
#include <gtest/gtest.h>

#include <bit>
#include <filesystem>
#include <string>
#include <vector>

#include "core/config_parser.hpp"
#include "core/error.hpp"
#include "execution/backend.hpp"
#include "experiment/plan.hpp"
#include "experiment/run.hpp"

namespace initlab::test {

/// The shipped plugins.
inline const Catalogue& catalogue() {
  static const Catalogue shipped({INITLAB_SHIPPED_PLUGINS});
  return shipped;
}

/// As if the text stood in a file depth.toml in `folder`.
inline ExperimentFile experiment_of(const std::string& text, const std::filesystem::path& folder = {}) {
  return {folder / "depth.toml", text, parse_config(text, "depth.toml"), {}};
}

inline Plan plan_of(const std::string& text, const std::filesystem::path& folder = {}) {
  return make_plan(experiment_of(text, folder), catalogue());
}

inline RunResult result_of(const std::string& text) {
  return run(plan_of(text), *make_backend(BackendKind::serial, 1), nullptr);
}

/// The sentence with which an experiment is refused, of an error of that exit code.
inline std::string refusal(const std::string& text, ExitCode code = ExitCode::usage) {
  try {
    plan_of(text);
  } catch (const Error& error) {
    return error.exit_code() == code ? error.what() : std::string("another exit code: ") + error.what();
  }
  return "no error";
}

/// [network] in the first five lines, for tests of what stands before and behind it.
inline const std::string network =
    "[network]\ndepth = 3\nwidth = 8\nactivation = 'tanh'\ninitializer = 'lecun_normal'\n";

/// The refusal of a file whose sixth line and more are `tail`: trials, [network], tail.
inline std::string refusal_below(const std::string& tail) {
  return refusal("trials = 3\n" + network.substr(0, network.size() - 1) + "\n" + tail);
}

/// The summaries of one point for all layers and quantities, to be compared bit for bit.
struct PointNumbers {
  std::vector<std::uint64_t> bits;
  friend bool operator==(const PointNumbers&, const PointNumbers&) = default;
};

inline void append(PointNumbers& to, const Summary& s) {
  to.bits.insert(to.bits.end(), {s.count, s.nonfinite, s.log_count});
  for (const double x : {s.mean, s.standard_error, s.standard_deviation, s.min, s.max, s.log_mean, s.log_std})
    to.bits.push_back(std::bit_cast<std::uint64_t>(x));
}

inline PointNumbers numbers_of_point(const RunResult& result, std::size_t point) {
  PointNumbers all;
  for (std::size_t layer = 0; layer < result.layers.size(); ++layer)
    for (std::size_t q = 0; q < result.quantities.size(); ++q) append(all, result.at(point, layer, q));
  return all;
}

}  // namespace initlab::test
