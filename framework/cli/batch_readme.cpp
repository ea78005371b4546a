#include <fmt/format.h>

#include "cli/batch_files.hpp"
#include "cli/byte_size.hpp"
#include "cli/duration.hpp"
#include "cli/filled_template.hpp"

namespace initlab {
namespace {

constexpr std::string_view read_me = R"text(# @title@

@shards@ shards of one experiment, as jobs of Slurm. [plan.toml](plan.toml) says what is run, to the bit; the file
that it was made of is not read again.

```sh
./submit.sh               # in this folder; prints the numbers of two jobs, the shards' and the merge's
initlab status .          # how far each shard is, at any time
squeue --me               # what Slurm makes of it
```

The result will be **result.nc** here: the same file, bit for bit, that one process would have written.

| an element of the array takes | |
|---|---|
| threads | @threads@ |
| time | about @estimate@, right within a factor of two; the limit is @time@ |
| memory | about @memory@@memory_limit@ |
| shards | @share@ |

Change the lines of [shards.sbatch](shards.sbatch) that begin with `#SBATCH` to suit your site, or give what differs
to `./submit.sh`, as in `./submit.sh --partition=long --time=4:00:00`.

## What can happen

- **Its time is over**: a little before, Slurm sends USR1; initlab finishes the blocks of trials that it has begun,
  keeps them, and the element is queued again, at most @restarts@ times. `scancel --signal=USR1 --batch JOB_ELEMENT`
  does the same at any time.
- **A node fails, or somebody with more rights needs it**: Slurm queues the element again, and it goes on with what
  it has kept.
- **`scancel JOB_ELEMENT`**: the element ends within a second and stays cancelled; what it has finished is kept.
- **A shard fails**: `logs/` tells why, in the file of its element. Then the merge makes no result:
  `logs/merge_*.log` lists the shards that are not finished.

Run again what is missing, and the merge after it:

```sh
./submit.sh --array=3,7   # these elements
./submit.sh               # or all: a shard that is finished has nothing to do
```

Nothing is lost or counted twice by any of it. Journals (`shard-*.journal`) hold the finished work; remove them only
when result.nc is there.
)text";

std::string share(const BatchJob& job) {
  if (job.shards == job.elements) return "1, the one of its number";
  return fmt::format(
      "up to {0}, one after the other: element e does the shards e, e + {1}, e + {2}, ...; shard s is element "
      "(s - 1) modulo {1} + 1's",
      job.shards_of_an_element(), job.elements, 2 * job.elements);
}

}  // namespace

std::string batch_readme(const BatchJob& job) {
  return filled_template(
      read_me, {{"title", job.title},
                {"shards", std::to_string(job.shards)},
                {"threads", std::to_string(job.threads)},
                {"estimate", duration_text(job.element_seconds)},
                {"time", slurm_time(job.time_limit)},
                {"memory", byte_size_text(job.needed_memory)},
                {"memory_limit", job.memory ? fmt::format("; the limit is {}", byte_size_text(*job.memory)) : ""},
                {"share", share(job)},
                {"restarts", std::to_string(job.restarts())}});
}

}  // namespace initlab
