#include <fmt/format.h>

#include <cmath>

#include "cli/batch_files.hpp"
#include "cli/filled_template.hpp"
#include "experiment/shell_word.hpp"

namespace initlab {
namespace {

constexpr std::string_view shards_sbatch = R"text(#!/usr/bin/env bash
# @name@: @shards@ shards as an array of @elements@ jobs. README.md says how to submit, watch and repeat them.
#
# sbatch reads the lines that begin with #SBATCH; its command line goes before them, as in ./submit.sh --time=2:00:00.
#SBATCH --job-name=@name@
#SBATCH --array=1-@elements@
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=@threads@
#SBATCH --time=@time@
@wishes@# One log for each element, kept when it is queued again. Without the folder logs/ there is neither log nor run.
#SBATCH --output=logs/%A_%a.log
#SBATCH --open-mode=append
# An element whose node fails is queued again, and goes on with what its shards have kept.
#SBATCH --requeue
# Slurm tells this script when its time is nearly over, at least so many seconds before.
#SBATCH --signal=B:USR1@@warning@

set -u

initlab=@program@
shards=@shards@  # as many as plan.toml says
elements=@elements@  # element e does the shards e, e + elements, e + 2 elements, ...
restarts=@restarts@  # of an element, so that a shard that can never end does not go on for ever

if [[ ! -f plan.toml ]]; then
  echo "$PWD holds no plan.toml. Submit with ./submit.sh, or with sbatch in the folder of this script." >&2
  exit 2
fi

# Slurm's signals come to this shell, which passes them on. What is finished is kept either way.
#   USR1   time is nearly over: blocks of trials that have begun are finished; after @patience@ s more, as with TERM
#   TERM   scancel, preemption: initlab stops within a second
pass_on() {
  stop=$1
  interrupted=yes
  [[ -n $worker ]] || return
  kill -s "$stop" "$worker"
  [[ $stop == TERM ]] || stop_later &
} 2>/dev/null
stop_later() {
  for ((second = 0; second < @patience@; ++second)); do
    sleep 1
    kill -0 "$worker" || return
  done
  kill -s TERM "$worker"
}
stop=
worker=
trap 'pass_on USR1' USR1
trap 'pass_on TERM' TERM

# run SHARD: leaves initlab's exit code in $code.
run() {
  # USR1 is ignored until initlab listens: it would be its end.
  (
    trap '' USR1
    exec "$initlab" run ./plan.toml --shard "$1" --resume --threads "$SLURM_CPUS_PER_TASK" @limit@--progress json
  ) &
  worker=$!
  [[ -z $stop ]] || pass_on "$stop"

  # A signal ends `wait`, not what it waits for.
  interrupted=yes
  while [[ -n $interrupted ]]; do
    interrupted=
    wait "$worker"
    code=$?
  done
}

code=0
for ((shard = SLURM_ARRAY_TASK_ID; shard <= shards && code == 0; shard += elements)); do
  if [[ -z $stop ]]; then run "$shard"; else code=75; fi
done
if [[ -n $stop && $code -gt 128 ]]; then code=75; fi  # the signal came before initlab listened

# 75: stopped before its end. 4: the disk was full, or another process has the shard still, as on a node that Slurm lost
# sight of. Both are worth another try, unless TERM has ended this one: what was cancelled stays so, and what was
# preempted is queued by Slurm itself.
if [[ $stop != TERM && ($code -eq 75 || $code -eq 4) ]]; then
  # Not $SLURM_JOB_ID: one element's is the number of the whole array, and all of it would be run again.
  element=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
  if ((${SLURM_RESTART_COUNT:-0} >= restarts)); then
    echo "$element is given up (queued again $restarts times). Go on: ./submit.sh --array=$SLURM_ARRAY_TASK_ID" >&2
    exit 1  # and not 75, which some sites queue again
  fi
  echo "$element is queued again." >&2
  scontrol requeue "$element"  # if Slurm refuses, the merge tells what is missing
fi
exit "$code"
)text";

/// What was asked for, a line each.
std::string wishes(const BatchJob& job) {
  std::string text;
  if (job.memory) text += fmt::format("#SBATCH --mem={}M\n", std::floor(*job.memory / 0x1p20));
  if (!job.partition.empty()) text += "#SBATCH --partition=" + job.partition + '\n';
  if (!job.account.empty()) text += "#SBATCH --account=" + job.account + '\n';
  return text;
}

/// A tenth of the memory is for the program itself and what it keeps of the disk.
std::string limit(const BatchJob& job) {
  return job.memory ? fmt::format("--memory {}MiB ", std::floor(0.9 * *job.memory / 0x1p20)) : "";
}

}  // namespace

std::string shards_script(const BatchJob& job) {
  return filled_template(shards_sbatch, {{"name", job.name},
                                         {"shards", std::to_string(job.shards)},
                                         {"elements", std::to_string(job.elements)},
                                         {"threads", std::to_string(job.threads)},
                                         {"time", slurm_time(job.time_limit)},
                                         {"wishes", wishes(job)},
                                         {"warning", std::to_string(job.warning().count())},
                                         {"program", shell_word(job.program)},
                                         {"patience", std::to_string(job.patience().count())},
                                         {"restarts", std::to_string(job.restarts())},
                                         {"limit", limit(job)}});
}

}  // namespace initlab
