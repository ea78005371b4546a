"""What long runs cost beside their trials: the journal, ranks, shards and their merge."""
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from comparison.jobs import HE, Job
from peers.network import Network

JOURNAL = Job("batch", "", "J1", Network(1000, 50), HE, ("forward",))
SMALL = Job("batch", "", "J1", Network(100, 10), HE, ("forward",))


def seconds_of(command, folder):
    start = time.perf_counter()
    subprocess.run(list(map(str, command)), cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def journal_overhead(initlab, seconds, repeats):
    """Processor time with a journal over that without, of runs in turn that do the same otherwise."""
    folder = initlab.experiment.parent
    experiment = JOURNAL.experiment(initlab.trials_for(JOURNAL, "auto", seconds, "--threads", 1))
    common = ("--threads", 1, "--quiet", "--check", "--csv", "-")
    ratios = []
    for _ in range(repeats):
        without = initlab.run(experiment, *common).cpu_seconds
        ratios.append(initlab.run(experiment, *common, "--output", folder / "r.nc", "--force").cpu_seconds / without)
    return (f"a run with a journal and a result over one without: {100 * (statistics.median(ratios) - 1):+.2f} % "
            f"of processor time (median of {repeats}, runs of {without:.1f} s; all: "
            f"{', '.join(f'{100 * (ratio - 1):+.2f}' for ratio in ratios)})")


def two_ranks(initlab, seconds, repeats):
    if not shutil.which("mpirun") or "not built in" in initlab.finish("--version").output:
        return "two ranks: no MPI here"
    folder = initlab.experiment.parent
    experiment = JOURNAL.experiment(initlab.trials_for(JOURNAL, "auto", seconds, "--threads", 1))
    initlab.experiment.write_text(experiment)
    run = (initlab.program, "run", initlab.experiment, "--threads", 1, "--quiet", "--output", "r.nc", "--force")
    launch = ("mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "core", "-np", 2)
    ratios = [seconds_of(run, folder) / seconds_of(launch + run, folder) for _ in range(repeats)]
    return (f"two ranks over one process, by the clock, starting and ending included: {statistics.median(ratios):.2f} "
            f"(median of {repeats} pairs; all: {', '.join(f'{ratio:.2f}' for ratio in ratios)})")


def shards(initlab, count, trials):
    """A plan of that many shards, each run by a process of its own, and merged."""
    folder = initlab.experiment.parent / "shards"
    folder.mkdir()
    initlab.experiment.write_text(SMALL.experiment(trials))
    initlab.finish("plan", initlab.experiment, "--shards", count, "--output", folder / "plan.toml")
    start = time.perf_counter()
    for shard in range(1, count + 1):
        seconds_of((initlab.program, "run", "plan.toml", "--shard", shard, "--threads", 1, "--quiet"), folder)
    running = time.perf_counter() - start
    merge = initlab.finish("merge", folder, "--quiet", "--output", folder / "r.nc")
    status = initlab.finish("status", folder)
    whole = seconds_of((initlab.program, "run", initlab.experiment, "--threads", 1, "--quiet", "--output", "whole.nc"), folder)
    if (folder / "whole.nc").read_bytes() != (folder / "r.nc").read_bytes():
        raise SystemExit("the merged shards are not what one process makes of them")
    return (f"{count} shards: {1000 * running / count:.1f} ms each to run, {merge.seconds:.2f} s to merge, {status.seconds:.2f} s "
            f"to ask for their status; one process takes {whole:.2f} s for the same bytes")


def figures(initlab, arguments):
    rough = arguments.quick or arguments.tiny
    yield journal_overhead(initlab, 8 * arguments.seconds, arguments.repeats)
    yield two_ranks(initlab, 25 * arguments.seconds, arguments.repeats)  # starting and ending take half a second
    yield shards(initlab, *((20, 20_000) if rough else (1000, 4_000_000)))
