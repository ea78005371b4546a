#!/usr/bin/env python3
"""initlab batch: the folder that it writes, what it refuses and what it warns of. That Slurm runs it is tested in tests/slurm."""

import os
import re
import shutil
import subprocess
import tomllib
import unittest

from program import INITLAB, ProgramTest, environment

FILES = ["README.md", "logs", "merge.sbatch", "plan.toml", "shards.sbatch", "submit.sh"]
# 2000 trials of 100 layers of 1000 x 1000 uniform weights, one of which takes 1.7 ns: about 340 s.
LONG = ("--trials", "2000", "--set", "network.depth=100", "--set", "network.width=1000", "--set",
        "network.initializer=he_uniform")


class BatchTest(ProgramTest):
    def batch(self, *options, folder="small-batch", file="small.toml", warns=False, **how):
        """The texts of what it wrote, by name."""
        done = self.initlab("batch", file, *options, **how)
        self.assertEqual(done.returncode, 0, done.stderr)
        if not warns:
            self.assertEqual(done.stderr, "")
        self.told = done.stdout
        self.warned = done.stderr
        return {name: (self.folder / folder / name).read_text() for name in FILES if name != "logs"}

    def lines(self, script):
        """What sbatch reads: {"array": "1-3", ...}."""
        return dict(re.findall(r"^#SBATCH --([a-z-]+)=(.*)$", script, re.MULTILINE))


class Batch(BatchTest):
    def test_writes_what_a_cluster_needs(self):
        texts = self.batch("--shards", "1", "--seed", "8")
        self.assertEqual(sorted(os.listdir(self.folder / "small-batch")), FILES)
        plan = tomllib.loads(texts["plan.toml"])
        self.assertEqual((plan["shards"], plan["seed"]), (1, 8))
        self.assertTrue(os.access(self.folder / "small-batch" / "submit.sh", os.X_OK))
        self.assertIn(f"Next:\n  '{self.folder}/small-batch/submit.sh'\n", self.told)
        shards = self.lines(texts["shards.sbatch"])
        self.assertEqual(shards["job-name"], "small")
        self.assertEqual((shards["array"], shards["cpus-per-task"], shards["ntasks"]), ("1-1", "1", "1"))
        self.assertEqual((shards["open-mode"], shards["signal"], shards["output"]), ("append", "B:USR1@60", "logs/%A_%a.log"))
        self.assertIn("\n#SBATCH --requeue\n", texts["shards.sbatch"])
        for absent in ("mem", "partition", "account"):
            self.assertNotIn(absent, shards)

    def test_writes_what_was_asked_for(self):
        texts = self.batch("--shards", "6", "--output", "my job", "--time", "26h1m", "--threads", "4", "--partition", "long",
                           "--account", "deep-nets", "--memory", "2GiB", "--set", "trials=1000000", folder="my job")
        shards, merge = self.lines(texts["shards.sbatch"]), self.lines(texts["merge.sbatch"])
        self.assertEqual((shards["array"], shards["time"], shards["cpus-per-task"]), ("1-6", "26:01:00", "4"))
        self.assertEqual((shards["partition"], shards["account"], shards["mem"]), ("long", "deep-nets", "2048M"))
        self.assertIn(" --memory 1843MiB ", texts["shards.sbatch"])
        self.assertEqual((merge["partition"], merge["account"]), ("long", "deep-nets"))
        self.assertIn("| 4 |", texts["README.md"])
        self.assertIn("the limit is 26:01:00", texts["README.md"])

    def test_scripts_are_sound(self):
        odd = self.folder / "it's $HOME"
        odd.mkdir()
        shutil.copy(INITLAB, odd / "initlab")  # the program's own path is in them
        plugins = os.path.join(os.path.dirname(os.path.dirname(INITLAB)), "lib", "initlab", "plugins")
        done = subprocess.run([odd / "initlab", "batch", "swept.toml", "--shards", "3", "--output", odd / "job", "--plugin-path",
                               f"{plugins}/activations:{plugins}/initializers"], cwd=self.folder, env=environment(),
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for name in ("shards.sbatch", "merge.sbatch", "submit.sh"):
            script = odd / "job" / name
            subprocess.run(["bash", "-n", script], check=True)
            if shutil.which("shellcheck"):
                found = subprocess.run(["shellcheck", "--severity=warning", script], capture_output=True, text=True)
                self.assertEqual(found.stdout, "")
            self.assertNotIn("@", script.read_text().replace("USR1@60", "").replace('"$@"', ""), name)
        self.assertIn("initlab='" + str(odd).replace("'", "'\\''") + "/initlab'", (odd / "job/shards.sbatch").read_text())

    def test_more_shards_than_arrays_have_elements_are_folded(self):
        texts = self.batch("--shards", "2500", "--trials", "4000000000", warns=True)
        self.assertEqual(self.lines(texts["shards.sbatch"])["array"], "1-1000")
        self.assertIn("\nshards=2500 ", texts["shards.sbatch"])
        self.assertIn("\nelements=1000 ", texts["shards.sbatch"])
        self.assertIn("up to 3, one after the other: element e does the shards e, e + 1000, e + 2000, ...", texts["README.md"])

    def test_estimates_decide_about_the_limit_and_are_compared_with_it(self):
        texts = self.batch("--shards", "2", *LONG)
        minutes = int(re.search(r"(\d\d):(\d\d):00", self.lines(texts["shards.sbatch"])["time"])[2])
        self.assertGreaterEqual(minutes, 10)
        self.batch("--shards", "2", *LONG, "--time", "1m", "--force", warns=True)
        self.assertRegex(self.warned, r"^initlab: an element takes about \d+ min \d\d s, and its limit is 00:01:00: it will be queued "
                                      r"again about \d+ times\. More --shards or --threads make it shorter, --time the limit longer\.\n$")
        texts = self.batch("--shards", "2", *LONG, "--time", "1h", "--force")
        self.assertIn("the limit is 01:00:00", texts["README.md"])

    def test_a_short_limit_is_warned_of_earlier(self):
        texts = self.batch("--shards", "1", "--time", "61s")  # Slurm counts in minutes
        self.assertEqual((self.lines(texts["shards.sbatch"])["time"], self.lines(texts["shards.sbatch"])["signal"]),
                         ("00:02:00", "B:USR1@40"))

    def test_more_shards_than_blocks_are_said(self):
        self.batch("--shards", "3", warns=True)
        self.assertEqual(self.warned, "initlab: there are fewer blocks of trials (1) than shards: from shard 2 on they have nothing to "
                                      "do.\n")

    def test_plugin_folders_of_the_environment_are_in_the_plan(self):
        (self.folder / "mine").mkdir()
        texts = self.batch("--shards", "1", env=environment(INITLAB_PLUGIN_PATH=f"{self.folder}/gone:{self.folder}/mine"))
        self.assertEqual(tomllib.loads(texts["plan.toml"])["plugin_paths"], [f"{self.folder}/mine"])


class Refuses(BatchTest):
    def test_a_folder_that_exists(self):
        self.batch("--shards", "1")
        self.assertEqual(self.one_line(4, "batch", "small.toml", "--shards", "1"),
                         f"{self.folder}/small-batch exists already. Take another --output, or write into it with --force.")
        self.write("file", "precious")
        self.assertEqual(self.one_line(4, "batch", "small.toml", "--shards", "1", "--output", "file", "--force"),
                         f"{self.folder}/file is not a folder. Take another --output.")
        self.assertEqual(self.one_line(4, "batch", "small.toml", "--shards", "1", "--output", "no/where"),
                         f"there is no folder {self.folder}/no for where to be made in.")

    def test_force_keeps_edited_scripts(self):
        before = self.batch("--shards", "1")["shards.sbatch"]
        self.write("small-batch/shards.sbatch", before + "# mine\n")
        self.batch("--shards", "1", "--force", "--time", "2h")
        self.assertEqual((self.folder / "small-batch/shards.sbatch.bak").read_text(), before + "# mine\n")
        self.assertFalse((self.folder / "small-batch/plan.toml.bak").exists())

    def test_force_goes_on_with_its_own_plan_alone(self):
        self.batch("--shards", "1")
        self.initlab("run", "small-batch/plan.toml", "--shard", "1")
        kept = (self.folder / "small-batch/shard-0001.journal").read_bytes()
        self.batch("--shards", "1", "--force", "--time", "2h")
        self.assertEqual(self.one_line(4, "batch", "small.toml", "--shards", "1", "--force", "--seed", "4"),
                         f"{self.folder}/small-batch holds what shards of another plan have finished. Take another --output, or "
                         "remove its shard-*.journal if that is not needed any more.")
        self.assertEqual((self.folder / "small-batch/shard-0001.journal").read_bytes(), kept)

    def test_to_submit_without_slurm(self):
        for path in ("", "/nowhere:" + str(self.folder)):
            self.assertEqual(self.one_line(2, "batch", "small.toml", "--shards", "1", "--submit", env=environment(PATH=path)),
                             "--submit needs Slurm (there is no sbatch on the PATH). Leave it out, and run submit.sh on a machine of "
                             "the cluster, usually its login node.")
        self.batch("--shards", "1")
        done = subprocess.run(["/bin/bash", self.folder / "small-batch/submit.sh"], capture_output=True, text=True,
                              env=environment(PATH=self.only("dirname", "readlink")))
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "submit.sh: there is no sbatch on the PATH. Submit on a machine of the cluster, usually its "
                                      "login node.\n")

    def only(self, *programs):
        """A PATH with these alone."""
        (self.folder / "bin").mkdir()
        for program in programs:
            (self.folder / "bin" / program).symlink_to(shutil.which(program))
        return str(self.folder / "bin")

    def test_slips(self):
        self.assertEqual(self.one_line(2, "batch", "small.toml"),
                         "say into how many parts the run shall be divided, as in --shards 100.")
        self.assertIn("--shards '0'", self.one_line(2, "batch", "small.toml", "--shards", "0"))
        self.assertEqual(self.one_line(2, "batch", "small.toml", "--shards", "1", "--partition", "a b"),
                         "--partition 'a b' is no name (letters, digits and _ - . , + : @ may be in it).")
        self.assertIn("--account '' is no name", self.one_line(2, "batch", "small.toml", "--shards", "1", "--account", ""))
        self.assertIn("--time 'soon' must be a time", self.one_line(2, "batch", "small.toml", "--shards", "1", "--time", "soon"))
        self.assertIn("of memory on 1 threads", self.one_line(2, "batch", "small.toml", "--shards", "1", "--memory", "1kB"))
        self.batch("--shards", "1")
        self.assertEqual(self.one_line(2, "batch", "small-batch/plan.toml", "--shards", "1", "--output", "x"),
                         "small-batch/plan.toml is a plan already. Give the experiment that it was made of: "
                         f"'{self.folder}/small.toml'")


if __name__ == "__main__":
    unittest.main()
