#include "cli/batch_files.hpp"
#include "cli/filled_template.hpp"

namespace initlab {
namespace {

constexpr std::string_view submit_sh = R"text(#!/usr/bin/env bash
# Submits the shards, and the merge that follows them. What is written behind it goes to the shards' sbatch:
#   ./submit.sh                   all shards
#   ./submit.sh --array=3,7       elements 3 and 7 alone, because they failed or were cancelled
#   ./submit.sh --hold            to be released later
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")"

if ! command -v sbatch >/dev/null; then
  echo "submit.sh: there is no sbatch on the PATH. Submit on a machine of the cluster, usually its login node." >&2
  exit 2
fi
mkdir -p logs  # Slurm does not

# --parsable prints "123", or "123;cluster" where there are several clusters.
shards=$(sbatch --parsable "$@" shards.sbatch)
shards=${shards%%;*}
echo "shards: job $shards"

# afterany: with afterok the merge would wait for ever for a shard that failed. It looks whether they are complete.
merge=$(sbatch --parsable --dependency="afterany:$shards" merge.sbatch)
echo "merge: job ${merge%%;*}, when they have ended"
)text";

}  // namespace

std::string submit_script(const BatchJob&) { return std::string(submit_sh); }

}  // namespace initlab
