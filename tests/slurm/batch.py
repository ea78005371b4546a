"""A cluster for a whole test class, and in it batch runs that wait in the middle for the
test. CTest sets INITLAB (the
program) and INITLAB_SLURM_PLUGINS (the folder of the plugin waits_at_a_gate)."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from cluster import Cluster, die_with_parent, missing

INITLAB = os.environ["INITLAB"]
PLUGINS = os.environ["INITLAB_SLURM_PLUGINS"]
TRIALS = 4  # of a block
FREE = 2    # blocks of a shard that do not wait
SKIPPED = 77  # CTest's SKIP_RETURN_CODE


def experiment(blocks, gate, free_blocks):
    """One block of four trials at each of so many points. All but the first free ones wait until there is a file `gate`."""
    return f"""\
title = "What waits at a gate"
trials = {TRIALS}
seed = 3

[network]
depth = 1
width = 4
activation = "tanh"
initializer = {{ plugin = "waits_at_a_gate", gate = "{gate}", free_parts = {free_blocks} }}

[sweep]
"network.initializer.part" = {list(range(blocks))}
"""


class Batch:
    """A folder that initlab batch has made, in its cluster."""

    def __init__(self, cluster, folder, experiment_file, gate):
        self.cluster, self.folder, self.experiment, self.gate = cluster, folder, experiment_file, gate
        self.array = self.merge = None

    def open_gate(self, block=None):
        """Of all blocks, or of one; they are counted from 0."""
        (self.gate if block is None else self.gate.with_name(f"{self.gate.name}.{block}")).touch()

    def submit(self, *options):
        told = self.cluster.do(str(self.folder / "submit.sh"), *options)
        self.array, self.merge = re.fullmatch(r"shards: job (\d+)\nmerge: job (\d+), when they have ended\n", told).groups()

    def initlab(self, *arguments):
        return initlab(*arguments, cwd=self.folder)

    def status(self):
        return json.loads(self.initlab("status", ".", "--json").stdout)

    def trials_done(self, shard):
        return self.status()["parts"][shard - 1]["trials_done"]

    def log(self, name):
        """Of an element, "7_3"; or the merge's, "merge_8"."""
        return (self.folder / "logs" / f"{name}.log").read_text()

    def hold(self, shard):
        """The shard run by a process that is no job of Slurm."""
        return subprocess.Popen([INITLAB, "run", "plan.toml", "--shard", str(shard)], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent)

    def element(self, element):
        """What Slurm knows of it: {"JobState": "RUNNING", "Restarts": "0", ...}."""
        return self.cluster.job(f"{self.array}_{element}")

    def wait_for_state(self, element, state, seconds=30):
        self.cluster.wait_until(lambda: self.element(element).get("JobState") == state, f"element {element} is not {state}", seconds)

    def wait_at_gate(self, shard, seconds=30):
        """Until what a shard does freely is on the disk."""
        self.cluster.wait_until(lambda: self.trials_done(shard) == FREE * TRIALS, f"shard {shard} does nothing", seconds)

    def wait_for_restart(self, element, seconds, restarts=1):
        self.cluster.wait_until(lambda: self.element(element).get("Restarts") == str(restarts),
                                f"element {element} is not queued again", seconds)

    def warn(self, element):
        """What Slurm does when the element's time is nearly over."""
        self.cluster.do("scancel", "--signal=USR1", "--batch", f"{self.array}_{element}")

    def wait_for_merge(self, seconds=60):
        """Slurm's word for its end."""
        ended = ("COMPLETED", "FAILED", "CANCELLED", "TIMEOUT")
        return self.cluster.wait_until(lambda: (state := self.cluster.job(self.merge).get("JobState")) in ended and state,
                                       "the merge has no end", seconds)

    def hash_of_result(self):
        return hash_of(self.folder / "result.nc")

    def hash_of_one_process(self):
        """Of the result that a single process writes."""
        alone = self.folder.with_name(self.folder.name + " alone.nc")
        done = initlab("run", self.experiment, "--output", alone, "--quiet", "--plugin-path", PLUGINS)
        assert done.returncode == 0, done.stderr
        return hash_of(alone)


def initlab(*arguments, **how):
    return subprocess.run([INITLAB, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=60, **how)


def hash_of(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


class BatchTest(unittest.TestCase):
    nodes, cpus, site = 1, 64, "RequeueExit=75"

    @classmethod
    def setUpClass(cls):
        # A place that everybody may enter: munged's socket is there. Slurm's configuration has no words with spaces.
        holder = tempfile.TemporaryDirectory(prefix="initlab-slurm-")
        cls.addClassCleanup(holder.cleanup)
        cls.holder = Path(holder.name)
        cls.holder.chmod(0o755)
        cls.cluster = Cluster(cls.holder / "cluster", cls.nodes, cls.cpus, cls.site)
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()

    def batch(self, name, shards, *options, blocks, is_free=True):
        """In a folder with a space and an umlaut in its name. Nothing waits, or all but the first blocks of every shard."""
        file, gate = self.holder / f"{name}.toml", self.holder / f"{name}.gate"
        file.write_text(experiment(blocks, gate, FREE * shards))
        folder = self.holder / f"{name} größer"
        done = initlab("batch", file, "--shards", shards, "--output", folder, "--plugin-path", PLUGINS, *options)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        batch = Batch(self.cluster, folder, file, gate)
        if is_free:
            batch.open_gate()
        return batch

    def waiting(self, name, shards, *options):
        """Submitted; every shard has done two of its eight blocks and waits at the gate."""
        batch = self.batch(name, shards, *options, blocks=8 * shards, is_free=False)
        batch.submit()
        for shard in range(1, shards + 1):
            batch.wait_at_gate(shard)
        return batch

    def assert_complete(self, batch):
        """The merge has made the file that one process would have written, and every trial was counted once."""
        self.assertEqual(batch.wait_for_merge(), "COMPLETED", batch.log(f"merge_{batch.merge}"))
        self.assertEqual(batch.hash_of_result(), batch.hash_of_one_process())

    def assert_went_on(self, batch, element):
        """An element has been run a second time, and did not begin anew."""
        self.assertRegex(batch.log(f"{batch.array}_{element}"),
                         rf"shard {element} of \d+ is finished: \d+ trials in [^\n]* \d+ more were there before\.")

    def assert_incomplete(self, batch):
        """The merge has made nothing; its text."""
        self.assertEqual(batch.wait_for_merge(), "FAILED")
        self.assertFalse((batch.folder / "result.nc").exists())
        return batch.log(f"merge_{batch.merge}")


def run_together(case):
    """All tests of a class at the same time, since they mostly wait; whether all are well."""
    names = unittest.TestLoader().getTestCaseNames(case)
    outcomes = [unittest.TestResult() for _ in names]
    ended, cleaned_up = threading.Semaphore(0), threading.Event()

    def run(name, outcome):
        case(name).run(outcome)
        ended.release()
        cleaned_up.wait()  # daemons that it has started would die with this thread

    try:
        case.setUpClass()
        for name, outcome in zip(names, outcomes):
            threading.Thread(target=run, args=[name, outcome]).start()
        for _ in names:
            ended.acquire()
    finally:
        case.doClassCleanups()
        cleaned_up.set()
    for name, outcome in zip(names, outcomes):
        print(name, "ok" if outcome.wasSuccessful() else "FAILED")
        for _, told in outcome.failures + outcome.errors:
            print(told)
    return bool(names) and all(outcome.wasSuccessful() for outcome in outcomes)


def skip(reason):
    """Where everything must be tested (CI), that is a failure."""
    print(f"skipped: {reason}", file=sys.stderr)
    sys.exit(1 if os.environ.get("CI") else SKIPPED)


def main(case):
    if absent := missing():
        skip(f"not on this machine: {', '.join(absent)}. On Debian: apt-get install slurm-wlm munge")
    sys.exit(0 if run_together(case) else 1)
