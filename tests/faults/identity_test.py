#!/usr/bin/env python3
"""The bits of a result do not depend on threads, backend, shards, interruptions, the order of a merge, vector width or the C library's choice of functions."""

import itertools
import os
import unittest

from interrupted import EXPERIMENT, InterruptedTest
from program import environment

FACTORS = {
    "threads": ("1", "2", "3", "4", "8"),
    "backend": ("serial", "openmp", "tbb"),
    "shards": (1, 2, 5, 8),
    "course": ("straight", "killed"),
}
# glibc's exp, pow, erf ... as on a processor that lacks these.
OLDER_PROCESSOR = environment(GLIBC_TUNABLES="glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4")


def pairs_of(run):
    return set(itertools.combinations(sorted(run.items(), key=str), 2))


def covering_runs():
    """Few of the 120 combinations, in which every two values of two factors meet: each time the one with most new pairs."""
    runs = [dict(zip(FACTORS, values)) for values in itertools.product(*FACTORS.values())]
    missing = set().union(*map(pairs_of, runs))
    chosen = []
    while missing:
        best = max(runs, key=lambda run: len(pairs_of(run) & missing))
        chosen.append(best)
        missing -= pairs_of(best)
    return chosen


class Identity(InterruptedTest):
    def setUp(self):
        super().setUp()
        self.write("middle.toml", EXPERIMENT.format(trials=600))  # two blocks for a point of the wide networks

    def forget(self):
        for name in self.files():
            if not name.endswith(".toml") or name == "plan.toml":
                self.path(name).unlink()

    def do(self, run, arguments, journal):
        """One process's share; if it is to be killed, then when it has finished something, and by another number of threads."""
        options = ("--quiet", "--threads", run["threads"], "--backend", run["backend"])
        if run["course"] == "killed":
            process = self.start(*arguments, "--quiet", "--threads", "1")
            while process.poll() is None and (self.journal(journal) is None or not self.journal(journal).records):
                pass
            self.kill(process)
        if not self.path(journal).exists():
            self.works(*arguments, *options, "--resume")

    def result(self, run, order=None, simd=()):
        self.forget()
        if run["shards"] == 1:
            self.do(run, ("run", "middle.toml", "--output", "a.nc", *simd), "a.nc")
        else:
            self.works("plan", "middle.toml", "--shards", str(run["shards"]), "--output", "plan.toml")
            for shard in order or range(1, run["shards"] + 1):
                self.do(run, ("run", "plan.toml", "--shard", str(shard), *simd), f"shard-{shard:04}")
            self.works("merge", ".", "--quiet", "--output", "a.nc")
        return self.path("a.nc").read_bytes()

    def test_of_all_ways_to_run_an_experiment(self):
        runs = covering_runs()
        expected = self.reference("middle.toml")
        for run in runs:
            self.assert_same_bytes(self.result(run), expected, run)
        print(f"{len(runs)} ways to run it")

    def test_of_all_orders_of_shards(self):
        run = {"threads": "2", "backend": "openmp", "shards": 5, "course": "straight"}
        expected = self.reference("middle.toml")
        for order in ((5, 4, 3, 2, 1), (3, 1, 5, 2, 4)):
            self.assert_same_bytes(self.result(run, order), expected, order)
        journals = sorted(path for path in self.folder.iterdir() if path.suffix == ".journal")
        for _ in range(5):  # copied from node to node, in any order
            for path in self.random.sample(journals, len(journals)):
                content = path.read_bytes()
                path.unlink()
                path.write_bytes(content)
                os.utime(path, (0, self.random.randrange(10**9)))
            self.works("merge", ".", "--quiet", "--force", "--output", "a.nc")
            self.assert_same_bytes(self.path("a.nc").read_bytes(), expected)

    def test_of_vector_widths(self):
        expected = self.reference("middle.toml")
        for run in ({"threads": "2", "backend": "tbb", "shards": 1, "course": "killed"},
                    {"threads": "3", "backend": "openmp", "shards": 2, "course": "straight"}):
            self.assert_same_bytes(self.result(run, simd=("--simd", "avx2")), expected, run)


class ClassOfProcessors(InterruptedTest):
    """Numbers of two of them are not put into one result unless they are the same to the bit (docs/decisions/numerics-class.md)."""

    def test_is_the_same_or_refused_by_name(self):
        process = self.start("run", "long.toml", "--quiet", "--output", "a.nc")
        self.wait_for_blocks(process)
        self.kill(process)
        before = self.path("a.nc.journal").read_bytes()
        done = self.initlab("run", "a.nc", "--resume", "--quiet", env=OLDER_PROCESSOR)
        if done.returncode == 0:
            self.assert_complete("long.toml")
            self.skipTest("this processor has one class only")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr, r"a\.nc\.journal was begun with another plan; what differs:\n"
                                      r"  numerics class: libm-\w+ \(stored\) -> libm-\w+\n")
        self.assert_same_bytes(self.path("a.nc.journal").read_bytes(), before)
        self.go_on("long.toml")

    def test_is_the_same_for_all_shards(self):
        self.works("plan", "short.toml", "--shards", "2", "--output", "plan.toml")
        self.works("run", "plan.toml", "--shard", "1", "--quiet")
        for command in (("run", "plan.toml", "--shard", "2", "--quiet"), ("merge", ".", "--partial", "--quiet", "--output", "a.nc")):
            done = self.initlab(*command, env=OLDER_PROCESSOR)
            if done.returncode == 0:
                self.skipTest("this processor has one class only")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("  numerics class: ", done.stderr)

        (self.folder / "older").mkdir()
        self.works("plan", "short.toml", "--shards", "2", "--output", "older/plan.toml", env=OLDER_PROCESSOR)
        self.works("run", "older/plan.toml", "--shard", "2", "--quiet", env=OLDER_PROCESSOR)
        (self.folder / "older/shard-0002.journal").rename(self.path("shard-0002.journal"))
        self.assertRegex(self.fails(2, "merge", ".", "--output", "a.nc"), r"shard-0002\.journal \(numerics class: libm-\w+ instead of libm-\w+\)")


if __name__ == "__main__":
    unittest.main()
