#!/usr/bin/env python3
"""The example of experiments/hpc: a run of four processes on two nodes, stopped by Slurm's warning and queued again."""

import os
import time
from pathlib import Path

from batch import FREE, INITLAB, PLUGINS, TRIALS, BatchTest, experiment, hash_of, initlab, main, skip

SCRIPT = Path(__file__).parents[2] / "experiments" / "hpc" / "mpi.sbatch"


class Mpi(BatchTest):
    nodes, cpus = 2, 2

    def test_is_stopped_and_goes_on(self):
        file, gate = self.holder / "parallel.toml", self.holder / "gate"
        file.write_text(experiment(16, gate, 4 * FREE))
        folder = self.holder / "in parallel"
        folder.mkdir()
        # Processes of one machine, as these nodes are, would talk through memory that they do not share.
        environment = dict(self.cluster.environment, OMPI_MCA_btl="self,tcp", OMPI_MCA_btl_tcp_if_include="lo",
                           PATH=os.path.dirname(INITLAB) + ":" + self.cluster.environment["PATH"])
        job = self.cluster.do("sbatch", "--parsable", "--ntasks=4", "--nodes=2", SCRIPT, file, "--plugin-path", PLUGINS, cwd=folder,
                              env=environment).strip()
        result = folder / "parallel.nc"
        done = f'"trials_done": {4 * FREE * TRIALS},'
        self.cluster.wait_until(lambda: done in initlab("status", result, "--json").stdout, "it does nothing", 30)
        self.cluster.do("scancel", "--signal=USR1", job)
        time.sleep(2)  # until all of them have heard it
        gate.touch()
        self.cluster.wait_until(lambda: self.cluster.job(job).get("Restarts") == "1", "it is not queued again", 20)
        self.cluster.wait_until(lambda: self.cluster.job(job).get("JobState") == "COMPLETED", "it does not go on", 40)
        alone = self.holder / "alone.nc"
        self.assertEqual(initlab("run", file, "--output", alone, "--quiet", "--plugin-path", PLUGINS).returncode, 0)
        self.assertEqual(hash_of(result), hash_of(alone))


if __name__ == "__main__":
    if "MPI: Open MPI" not in (told := initlab("--version").stdout):
        skip(f"this initlab runs without Open MPI: {told}")
    main(Mpi)
