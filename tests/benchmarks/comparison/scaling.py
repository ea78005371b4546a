"""How the time of the revealed engine grows with width, depth and trials, and what a second thread gives."""
import math
import statistics

from comparison.jobs import HE, Job
from comparison.programs import Initlab
from peers.network import Network


def job_of(width, depth):
    return Job("scaling", "", "J1", Network(width, depth), HE, ("forward",))


def exponent(sizes, times):
    """Slope of the straight line through the logarithms, by least squares."""
    x, y = [math.log(size) for size in sizes], [math.log(time) for time in times]
    x_mean, y_mean = statistics.mean(x), statistics.mean(y)
    return sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y)) / sum((a - x_mean)**2 for a in x)


def cpu_seconds(initlab, width, depth, trials):
    # No report: theory takes time that depends on the depth but not on what is asked here.
    return initlab.run(job_of(width, depth).experiment(trials), "--threads", 1, "--quiet", "--csv", "-").cpu_seconds


def axes(units):
    """Name of the axis, its values, and for each of them (width, depth, trials). Runs along width and depth have about
    as many units each, so that the smallest networks are timed as well as the largest."""
    widths, depths, trials = (100, 1000, 10_000, 100_000, 1_000_000), (10, 100, 1000), (1000, 3000, 10_000)
    yield "width", widths, [(width, 10, max(1, units // (10 * width))) for width in widths]
    yield "depth", depths, [(1000, depth, max(1, units // (1000 * depth))) for depth in depths]
    yield "trials", trials, [(1000, max(1, units // 10_000_000), count) for count in trials]


def growth(initlab: Initlab, units, repeats=3):
    """Lines of text: processor seconds, without those of starting, for a trial (width, depth) or a run (trials)."""
    def median(*sizes):
        return statistics.median(cpu_seconds(initlab, *sizes) for _ in range(repeats))

    start = statistics.median(cpu_seconds(initlab, 1, 1, 1) for _ in range(3 * repeats))
    yield f"start-up, in processor seconds, taken off below: {start:.4f}"
    for name, values, sizes in axes(units):
        times = [max(median(*size) - start, 1e-9) / (1 if name == "trials" else size[2]) for size in sizes]
        told = ", ".join(f"{value}: {time:.3g}" for value, time in zip(values, times))
        yield f"seconds against {name:7} {told}; exponent {exponent(values, times):.3f}"


def two_threads(initlab: Initlab, seconds, repeats):
    """A line for each engine: the rate of two threads over that of one, runs in turn."""
    job = job_of(1000, 50)
    for engine in ("auto", "dense"):
        experiment = job.experiment(initlab.trials_for(job, engine, seconds, "--threads", 2), engine)
        rates = [[initlab.run(experiment, "--threads", threads).rate for threads in (1, 2)] for _ in range(repeats)]
        ratio = statistics.median(two / one for one, two in rates)
        yield f"two threads over one, engine {engine}: {ratio:.2f}"
