"""What the peers have in common: a command line, one worker a thread, and how trials are counted and timed.

A job is a generator function of (network, seed). It yields one batch of trials after another, each a dictionary of
quantities as initlab names them: arrays (trials, layers). It keeps its buffers between batches.
"""
import argparse
import json
import math
import shlex
import sys
import threading
import time

import numpy

from network import Network


def rate(job, network, seconds, seed, rates):
    """Appends trials a second of one worker, after a batch that is not timed: it touches the buffers."""
    batches = job(network, seed)
    next(batches)
    trials, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        trials += len(next(iter(next(batches).values())))
    rates.append(trials / elapsed)


def total_rate(job, network, seconds, threads):
    rates = []
    workers = [threading.Thread(target=rate, args=(job, network, seconds, seed, rates)) for seed in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if len(rates) < threads:
        raise SystemExit("a worker failed, its error is above")
    return sum(rates)


def measured(job, network, trials, points):
    """Of each quantity, for each point and layer, the mean over trials and its standard error. Points take turns."""
    batches, count = [], 0
    for batch in job(network, 1):
        batches.append({name: numpy.array(values, numpy.float64) for name, values in batch.items()})
        count += len(next(iter(batch.values())))
        if count >= trials * points:
            break
    result = {}
    for name in batches[0]:
        rows = numpy.concatenate([batch[name] for batch in batches])
        whole = rows[:len(rows) // points * points].reshape(-1, points, rows.shape[1])
        result[name] = numpy.stack([whole.mean(0), whole.std(0, ddof=1) / math.sqrt(len(whole))], 2).tolist()
    return result


def blas():
    """The library that multiplies matrices in this process."""
    files = {line.split()[-1] for line in open("/proc/self/maps") if "blas" in line}
    names = sorted(file for file in files if "blas" in file.rsplit("/", 1)[-1])
    return ", ".join(name for name in names if "openblas" in name) or ", ".join(names) or "none"


def serve(jobs, library):
    """Runs the job that the command line names. With --serve the jobs come line by line from standard input, because
    loading PyTorch takes longer than timing it; the first line of the answer is then the libraries' names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("job", choices=jobs)
    parser.add_argument("--width", type=int, default=1000)
    parser.add_argument("--depth", type=int, default=50)
    parser.add_argument("--inputs", type=int, default=1, help="of J1")
    parser.add_argument("--grid", type=int, default=20, help="of J6: points along an axis")
    parser.add_argument("--weight-scale", type=float, default=1.0, help="other than 1: wrong on purpose")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1.5, help="how long to run at least; prints trials a second")
    parser.add_argument("--trials", type=int, help="a point; prints what was measured instead")
    serving = sys.argv[1:] == ["--serve"]
    if serving:
        print(json.dumps({"library": library, "blas": blas()}), flush=True)
    for line in sys.stdin if serving else [shlex.join(sys.argv[1:])]:
        asked = parser.parse_args(shlex.split(line))
        network = Network(asked.width, asked.depth, asked.inputs, asked.grid, asked.weight_scale)
        if asked.trials:
            points = network.grid**2 if asked.job == "J6" else 1
            answer = measured(jobs[asked.job], network, asked.trials, points)
        else:
            answer = total_rate(jobs[asked.job], network, asked.seconds, asked.threads)
        print(json.dumps(answer), flush=True)
