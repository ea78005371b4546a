#pragma once
#include <string>

#include "cli/batch_job.hpp"

namespace initlab {

// What stands in a batch job's folder beside its plan.toml. People read and edit these files: they explain themselves,
// and know other files of the folder by their names alone, so that the folder may be moved before it is submitted.

/// shards.sbatch: an element of the array runs its shards, stops when Slurm says so, and is queued again.
std::string shards_script(const BatchJob& job);

/// merge.sbatch: makes result.nc when all elements have ended.
std::string merge_script(const BatchJob& job);

/// submit.sh: submits both and prints the jobs' numbers.
std::string submit_script(const BatchJob& job);

/// README.md: what this is, how to submit, watch and mend it.
std::string batch_readme(const BatchJob& job);

}  // namespace initlab
