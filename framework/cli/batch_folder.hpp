#pragma once
#include <filesystem>
#include <string>
#include <utility>

#include "cli/batch_job.hpp"

namespace initlab {

/// The folder of a batch job, on the disk.
class BatchFolder {
 public:
  /// Throws ResultError if it exists already, unless `may_exist`, and if the folder that it shall be in does not.
  BatchFolder(std::filesystem::path path, bool may_exist);

  const std::filesystem::path& path() const { return path_; }

  /// Writes the plan, the scripts, the README and an empty logs/. Files that differ are kept as FILE.bak. Throws
  /// ResultError if something cannot be written, or if shards of another plan have kept their work in the folder.
  void write(const std::string& plan, const BatchJob& job) const;

 private:
  void refuse_other_plan(const std::string& plan) const;

  std::filesystem::path path_;
};

}  // namespace initlab
