#include "cli/batch_files.hpp"
#include "cli/filled_template.hpp"
#include "experiment/shell_word.hpp"

namespace initlab {
namespace {

constexpr std::string_view merge_sbatch = R"text(#!/usr/bin/env bash
# @name@: makes result.nc of all shards. Where some are not finished there is no result, and the log tells which and how
# to go on. submit.sh lets it wait for the shards.
#SBATCH --job-name=@name@-merge
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=@threads@
#SBATCH --time=00:30:00
@wishes@#SBATCH --output=logs/merge_%j.log
#SBATCH --open-mode=append
#SBATCH --requeue

if [[ ! -f plan.toml ]]; then
  echo "$PWD holds no plan.toml. Submit with ./submit.sh, or with sbatch in the folder of this script." >&2
  exit 2
fi

# --force: a result of an earlier merge becomes result.nc.bak, unless it is the same.
exec @program@ merge . --output result.nc --force
)text";

/// Memory is left to the site: a merge needs little.
std::string wishes(const BatchJob& job) {
  std::string text;
  if (!job.partition.empty()) text += "#SBATCH --partition=" + job.partition + '\n';
  if (!job.account.empty()) text += "#SBATCH --account=" + job.account + '\n';
  return text;
}

}  // namespace

std::string merge_script(const BatchJob& job) {
  return filled_template(merge_sbatch, {{"name", job.name},
                                        {"threads", std::to_string(job.threads)},
                                        {"wishes", wishes(job)},
                                        {"program", shell_word(job.program)}});
}

}  // namespace initlab
