"""The program as mpirun starts it: on loopback only, with more processes than processors where need be."""

import os
import shutil
import subprocess
import sys
import time
import unittest

from program import INITLAB, PATIENCE, ProgramTest, environment

LOCAL = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_btl": "self,vader",
    "OMPI_MCA_oob_tcp_if_include": "lo",
    "OMPI_MCA_btl_vader_single_copy_mechanism": "none",
    "OMPI_MCA_hwloc_base_binding_policy": "none",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "ASAN_OPTIONS": "detect_leaks=0",  # MPI keeps what it has allocated
}

# Nine blocks, the last of each point shorter: in which order they are merged shows in the last bits.
EXPERIMENT = """\
trials = {trials}
engine = "dense"

[network]
width = [48, 40, 48, 48]
input_width = 33
activation = "tanh"
initializer = "he_normal"

[measure]
observables = ["forward", "gradient"]

[sweep]
"network.initializer" = ["he_normal", "orthogonal", "he_uniform"]
"""

ONE_BLOCK = """\
trials = 6

[network]
depth = 3
width = 8
activation = "tanh"
initializer = "he_normal"
"""


class LaunchedTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("a.toml", EXPERIMENT.format(trials=3200))
        self.write("long.toml", EXPERIMENT.format(trials=20000))
        self.write("one.toml", ONE_BLOCK)

    def launch(self, ranks, *arguments, program=(INITLAB,), env=None, output=subprocess.PIPE):
        """mpirun and what it starts, running."""
        command = ["mpirun", "-np", str(ranks), *map(str, program), *arguments]
        process = subprocess.Popen(command, cwd=self.folder, env=env or environment(**LOCAL), stdin=subprocess.DEVNULL,
                                   stdout=output, stderr=output, text=True)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
        for pipe in (process.stdout, process.stderr):
            if pipe:
                pipe.close()

    def finish(self, process, seconds=30):
        """Its exit code and what it said on standard error; a process that hangs is a failure."""
        out, err = process.communicate(timeout=seconds * PATIENCE)
        return process.returncode, err

    def mpirun(self, ranks, *arguments, **how):
        return self.finish(self.launch(ranks, *arguments, **how), 60)

    def run_by(self, ranks, experiment, result, *options, **how):
        """The bytes of the result of a run that is not interrupted."""
        code, said = self.mpirun(ranks, "run", experiment, "--quiet", "--output", result, *options, **how)
        self.assertEqual((code, said), (0, ""))
        return self.bytes_of(result)

    def bytes_of(self, result):
        """Of a result that is complete: nothing else is left of its run."""
        self.assertEqual([path for path in self.files() if path.startswith(result)], [result, result + ".run.json"])
        return (self.folder / result).read_bytes()

    def run_alone(self, experiment):
        """The bytes of the result of one process with one thread."""
        self.works("run", experiment, "--quiet", "--threads", "1", "--output", "alone.nc")
        return self.bytes_of("alone.nc")

    def expect_same(self, one, other, about=None):
        self.assertTrue(one == other, about)  # not assertEqual, which would print the bytes

    def wait_until(self, condition, process):
        """While a run goes on, which may not end before."""
        for _ in range(int(30000 * PATIENCE)):
            if condition():
                return
            self.assertIsNone(process.poll(), "the run was over too soon")
            time.sleep(0.001)
        self.fail("it did not come so far")

    def journal(self, result, rank):
        return self.folder / (f"{result}.journal" + (f".{rank}" if rank else ""))

    def all_have_finished_blocks(self, result, ranks):
        """Whether the journal of each rank has more in it than the plan that it begins with."""
        plan_at_most = 6000
        journals = [self.journal(result, rank) for rank in range(ranks)]
        return all(path.exists() and path.stat().st_size > plan_at_most for path in journals)


def main():
    if shutil.which("mpirun") is None:
        print("skipped: mpirun is not installed (openmpi-bin)")
        sys.exit(77)
    unittest.main()
