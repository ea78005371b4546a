#!/usr/bin/env python3
"""How a run by several processes begins, and when it does not."""

import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path

from launched import LOCAL, LaunchedTest, main
from program import INITLAB, environment

PLUGINS = Path(os.environ["INITLAB_PLUGINS"])
BY_RANK = ("sh", "-c", 'INITLAB_PLUGIN_PATH="plugins.$OMPI_COMM_WORLD_RANK" exec "$0" "$@"', INITLAB)


def of_initlab(said):
    """Its sentences, without what mpirun says itself."""
    return said.split("\n---")[0] if "initlab: " in said else said


class Start(LaunchedTest):
    def refused(self, code, ranks, *arguments, **how):
        before = self.files()
        answer, said = self.mpirun(ranks, "run", *arguments, "--quiet", **how)
        self.assertEqual(answer, code, said)
        self.assertEqual(said.count("initlab: "), 1, said)
        self.assertEqual(self.files(), before)
        return of_initlab(said)

    def test_ranks_with_different_plugins_are_named(self):
        for rank in range(3):
            copy = self.write(f"plugins.{rank}/tanh.so", (PLUGINS / "activations/tanh.so").read_bytes())
            if rank == 2:
                with copy.open("ab") as file:
                    file.write(b"\0")
        said = self.refused(2, 3, "one.toml", "--output", "a.nc", program=BY_RANK)
        self.assertIn("initlab: rank 2: on ", said)
        self.assertIn("plugin activation tanh file (SHA-256): ", said)

    def test_a_different_program_is_named(self):
        (self.folder / "bin").mkdir()
        other = self.folder / "bin/initlab"
        shutil.copy(INITLAB, other)
        with other.open("ab") as file:
            file.write(b"\0")
        (self.folder / "lib").symlink_to(Path(INITLAB).parent.parent / "lib")
        mixed = ("sh", "-c", 'if [ "$OMPI_COMM_WORLD_RANK" = 0 ]; then exec "$0" "$@"; else exec bin/initlab "$@"; fi',
                 INITLAB)
        said = self.refused(2, 2, "one.toml", "--output", "a.nc", program=mixed)
        self.assertIn("initlab: rank 1: on ", said)
        self.assertIn("the program (SHA-256): ", said)

    def test_different_settings_are_named(self):
        mixed = ("sh", "-c", 'exec "$0" "$@" --seed "$OMPI_COMM_WORLD_RANK"', INITLAB)
        said = self.refused(2, 2, "one.toml", "--output", "a.nc", program=mixed)
        self.assertIn("rank 1: on ", said)
        self.assertIn("seed: 0 -> 1", said)

    def test_what_all_ranks_find_wrong_is_said_once(self):
        self.assertIn("'--outptu' (did you mean '--output'?)", self.refused(2, 3, "one.toml", "--outptu", "a.nc"))
        self.assertIn("no.toml", self.refused(2, 3, "no.toml", "--output", "a.nc"))

    def test_a_run_without_a_result_is_refused(self):
        self.assertIn("--output", self.refused(2, 2, "one.toml"))

    def test_an_earlier_run_is_not_overwritten(self):
        self.run_by(2, "one.toml", "a.nc")
        first = (self.folder / "a.nc").read_bytes()
        self.refused(4, 2, "one.toml", "--output", "a.nc")
        code, _ = self.mpirun(2, "run", "one.toml", "--quiet", "--output", "a.nc", "--force", "--seed", "9")
        self.assertEqual(code, 0)
        self.expect_same((self.folder / "a.nc.bak").read_bytes(), first)
        self.assertFalse((self.folder / "a.nc").read_bytes() == first)

    def test_a_finished_run_has_nothing_to_do(self):
        self.run_by(2, "one.toml", "a.nc")
        code, said = self.mpirun(2, "run", "a.nc", "--resume")
        self.assertEqual((code, said), (0, "initlab: a.nc is complete, there is nothing to do.\n"))

    def test_one_rank_tells_what_a_run_would_take(self):
        process = self.launch(3, "run", "one.toml", "--output", "a.nc", "--dry-run")
        out, _ = process.communicate(timeout=60)
        self.assertEqual(out.count("trials   6\n"), 1, out)

    def test_a_journal_that_another_process_writes_to_is_refused(self):
        self.initlab("run", "long.toml", "--quiet", "--output", "a.nc", "--max-time", "1s")
        self.assertIn("a.nc.journal", self.files())
        shutil.copy(self.journal("a.nc", 0), self.journal("a.nc", 1))
        for rank, name in ((1, "initlab: rank 1: "), (0, "initlab: rank 0: ")):
            with self.journal("a.nc", rank).open("r+b") as held:
                fcntl.lockf(held, fcntl.LOCK_EX)
                code, said = self.mpirun(3, "run", "a.nc", "--resume", "--quiet")
                self.assertEqual(code, 4, said)
                self.assertEqual(said.count("initlab: "), 1, said)
                self.assertIn(name, said)
                self.assertIn(self.journal("a.nc", rank).name, said)


class Alone(LaunchedTest):
    """Processes that find the variables of a launcher and are not its ranks."""

    def leaked(self):
        """The variables that a rank has, of a launcher that has gone."""
        process = self.launch(2, program=("env", "-0"))
        out, _ = process.communicate(timeout=60)
        found = dict(line.split("=", 1) for line in out.split("\0") if "=" in line)
        return {name: value for name, value in found.items() if name.startswith(("OMPI_", "PMIX_"))}

    def test_variables_of_a_job_that_has_ended(self):
        variables = self.leaked()
        self.assertIn("PMIX_RANK", variables)
        self.works("run", "one.toml", "--quiet", "--output", "a.nc", env=environment(**variables))
        self.assertNotIn("ranks", json.loads((self.folder / "a.nc.run.json").read_text()))

    def test_variables_of_slurm(self):
        variables = dict(SLURM_JOB_ID="12", SLURM_NTASKS="4", SLURM_PROCID="2", SLURM_STEP_ID="0")
        self.works("run", "one.toml", "--quiet", "--output", "a.nc", env=environment(**variables))

    def test_ranks_that_are_told_to_run_by_themselves(self):
        apart = ("sh", "-c", 'exec "$0" "$@" --output "$OMPI_COMM_WORLD_RANK.nc"', INITLAB)
        code, said = self.mpirun(2, "run", "one.toml", "--quiet", program=apart,
                                 env=environment(**LOCAL, INITLAB_MPI="off"))
        self.assertEqual((code, said), (0, ""))
        self.expect_same(self.bytes_of("0.nc"), self.bytes_of("1.nc"))

    def test_a_launch_of_one_can_run_twice(self):
        twice = ("sh", "-c", '"$0" "$@" --output a.nc && "$0" "$@" --output b.nc', INITLAB)
        code, said = self.mpirun(1, "run", "one.toml", "--quiet", program=twice)
        self.assertEqual((code, said), (0, ""))
        self.expect_same(self.bytes_of("a.nc"), self.bytes_of("b.nc"))


class Version(LaunchedTest):
    def test_names_the_library(self):
        name = subprocess.run(["mpirun", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
        self.assertEqual(self.works("--version").splitlines()[1],
                         "MPI: " + name.replace("mpirun (", "").replace(")", ""))

    def test_says_that_there_is_none(self):
        (self.folder / "bin").mkdir()
        shutil.copy(INITLAB, self.folder / "bin/initlab")
        lone = subprocess.run([self.folder / "bin/initlab", "--version"], capture_output=True, text=True, check=True)
        self.assertEqual(lone.stdout.splitlines()[1], "MPI: not built in")
        code, said = self.mpirun(2, "run", "one.toml", "--output", "a.nc", program=(self.folder / "bin/initlab",))
        self.assertEqual(code, 2)
        self.assertEqual(said.count("MPI is not built in"), 1, said)


if __name__ == "__main__":
    main()
