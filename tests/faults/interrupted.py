"""Runs that something happens to, and what must be left of them."""

import os
import random
import signal
import subprocess
import time

import journal_file
from program import INITLAB, PATIENCE, ProgramTest, environment

# 40 blocks in about a second: three for a point of the wide networks, so that the order of merging shows in the last
# bits, and one for a point of the narrow ones.
EXPERIMENT = """\
title = "Accidents"
trials = {trials}
engine = "dense"

[network]
depth = 2
width = 16
activation = "tanh"
initializer = {{ plugin = "normal", std = 0.2 }}

[sweep]
"network.activation" = ["tanh", "relu"]
"network.width" = [16, 160]
"network.initializer.std" = [0.05, 0.1, 0.15, 0.2, 0.25]
"""
LONG_TRIALS, SHORT_TRIALS = 1200, 40  # of the latter a point is a single block, and all together take 50 ms


def tries(count):
    """As many; with a sanitizer, whose runs take ten times as long, a tenth of them."""
    return count if PATIENCE == 1 else count // 10


class InterruptedTest(ProgramTest):
    references = {}  # the bytes of results of runs that nothing happened to, and of their journals

    def setUp(self):
        super().setUp()
        self.random = random.Random(self.id())  # a test's own moments, the same every time
        self.write("long.toml", EXPERIMENT.format(trials=LONG_TRIALS))
        self.write("short.toml", EXPERIMENT.format(trials=SHORT_TRIALS))

    def start(self, *arguments, wrapper=(), env=None, **how):
        """The program, running."""
        process = subprocess.Popen([*wrapper, INITLAB, *map(str, arguments)], cwd=self.folder, env=env or environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()

    def finish(self, process, seconds=60):
        """Its exit code and what it said on standard error."""
        _, said = process.communicate(timeout=seconds * PATIENCE)
        return process.returncode, said

    def reference(self, experiment):
        """The bytes of the result of a run that nothing happens to."""
        return self.uninterrupted(experiment)[0]

    def whole_journal(self, experiment):
        """The journal of such a run, just before it was removed."""
        return self.uninterrupted(experiment)[1]

    def uninterrupted(self, experiment):
        known = InterruptedTest.references.get(experiment)
        if known is None:
            started = time.monotonic()
            process = self.start("run", experiment, "--quiet", "--output", "reference.nc", "--threads", "2")
            # A second name, under which it is still there when the run has removed the first.
            self.wait_until(lambda: self.has_name(self.path("reference.nc.journal"), self.path("kept")), process)
            code, said = self.finish(process)
            self.assertEqual((code, said), (0, ""))
            seconds = time.monotonic() - started
            known = self.path("reference.nc").read_bytes(), self.path("kept").read_bytes(), seconds
            for name in ("reference.nc", "reference.nc.run.json", "kept"):
                self.path(name).unlink()
            InterruptedTest.references[experiment] = known
        return known

    def has_name(self, file, other):
        try:
            os.link(file, other)
        except FileNotFoundError:
            return False
        return True

    def path(self, name):
        return self.folder / name

    def journal(self, result="a.nc"):
        """What its journal holds; None if there is none."""
        path = self.path(result + ".journal")
        return journal_file.read(path) if path.exists() else None

    def wait_until(self, condition, process):
        """While a run goes on, which may not end before."""
        for _ in range(int(30000 * PATIENCE)):
            if condition():
                return
            self.assertIsNone(process.poll(), "the run was over too soon")
            time.sleep(0.001)
        self.fail("it did not come so far")

    def wait_for_blocks(self, process, count=1, result="a.nc"):
        """Until as many are finished, and in the journal."""
        self.wait_until(lambda: (journal := self.journal(result)) is not None and len(journal.records) >= count, process)

    def assert_same_bytes(self, one, other, about=None):
        self.assertTrue(one == other, about)  # not assertEqual, which would print them

    def assert_complete(self, experiment, result="a.nc", about=None):
        """The result is there, of the right bytes, and of its run nothing else but the record."""
        self.assert_same_bytes(self.path(result).read_bytes(), self.reference(experiment), about)
        left = [name for name in self.files() if name.startswith(result) or name.startswith(".initlab")]
        self.assertEqual([name for name in left if not name.endswith((".bak", ".csv"))], [result, result + ".run.json"], about)

    def go_on(self, experiment, result="a.nc", *options):
        """Resumes; what was said."""
        done = self.initlab("run", result, "--resume", "--quiet", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_complete(experiment, result)
        return done.stderr

    def kill(self, process):
        """True if it had not ended by itself."""
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL
