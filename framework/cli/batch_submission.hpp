#pragma once
#include <filesystem>

namespace initlab {

/// Throws UsageError where jobs cannot be submitted: there is no sbatch on the PATH.
void require_sbatch();

/// Runs the folder's submit.sh, which prints the jobs' numbers. Throws UsageError if Slurm takes a job not, for the
/// reason that sbatch has printed.
void submit_batch(const std::filesystem::path& folder);

}  // namespace initlab
