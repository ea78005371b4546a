#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "experiment/journal_files.hpp"
#include "experiment/journaled_run.hpp"
#include "experiment/stored_plan.hpp"
#include "unit/experiment/made_blocks.hpp"
#include "unit/experiment/scratch_folder.hpp"

namespace initlab::test {

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// A plan of small blocks and a place for its journals.
struct JournaledExperiment {
  Plan plan = plan_of_small_blocks();
  StoredPlan stored = stored_plan_of(plan, "depth.toml", {});
  ScratchFolder folder;
  std::filesystem::path base = folder.path() / "depth.nc.journal";
  std::vector<std::string> warnings;

  JournaledRun open() { return open(all_blocks(plan), base); }
  JournaledRun open(std::vector<std::size_t> blocks, const std::filesystem::path& at) {
    return {plan, stored, at, std::move(blocks), [this](const std::string& text) { warnings.push_back(text); }, alone};
  }
  void run_all(JournaledRun& run) { run.run(BlockRunner(plan, *backend), StopRequest(), nullptr); }
  /// Runs these blocks alone into a journal, which stays.
  void make(std::vector<std::size_t> blocks) { make(std::move(blocks), base); }
  void make(std::vector<std::size_t> blocks, const std::filesystem::path& at) {
    JournaledRun run = open(std::move(blocks), at);
    run_all(run);
  }
  RunResult expected() const { return run(plan, *backend, nullptr); }

  Ranks alone;
  std::unique_ptr<Backend> backend = make_backend(BackendKind::serial, 1);
};

template <class F>
std::string sentence_of(F action, ExitCode code) {
  try {
    action();
  } catch (const Error& error) {
    return error.exit_code() == code ? error.what() : std::string("another exit code: ") + error.what();
  }
  return "no error";
}

}  // namespace initlab::test
