#!/usr/bin/env python3
"""initlab merge: complete sets alone, and what it says of others; initlab status of the same folders."""

import json
import os
import re
import shutil
import subprocess
import unittest

from interrupted import InterruptedTest
from program import INITLAB, environment

READ_ATTRIBUTES = """\
import json, sys, netCDF4
with netCDF4.Dataset(sys.argv[1]) as file:
    count = file["activation.second_moment"][..., 1, 0]
    print(json.dumps({"attributes": {name: str(file.getncattr(name)) for name in file.ncattrs()},
                      "trials": int(count.sum())}))
"""


class MergeTest(InterruptedTest):
    SHARDS = 4

    def setUp(self):
        super().setUp()
        self.dir = self.folder / "my shards"
        self.dir.mkdir()
        self.works("plan", "short.toml", "--shards", str(self.SHARDS), "--output", "my shards/plan.toml")

    def run_shards(self, *shards):
        for shard in shards:
            self.works("run", "my shards/plan.toml", "--shard", str(shard), "--quiet")

    def run_other(self, *options, name="other", shards=None, shard=2):
        """A shard's journal of a plan made otherwise."""
        (self.folder / name).mkdir()
        self.works("plan", "short.toml", "--shards", str(shards or self.SHARDS), "--output", f"{name}/plan.toml", *options)
        self.works("run", f"{name}/plan.toml", "--shard", str(shard), "--quiet")
        return self.folder / name / f"shard-{shard:04}.journal"

    def merge(self, *options):
        self.works("merge", "my shards", "--quiet", "--output", "a.nc", *options)

    def shell(self, command):
        return subprocess.run(["sh", "-c", command], cwd=self.folder, capture_output=True, text=True,
                              env=environment(PATH=os.path.dirname(INITLAB) + ":" + os.environ["PATH"]))

    def status(self, name="my shards"):
        return json.loads(self.works("status", name, "--json"))

    def read(self, name="a.nc"):
        done = subprocess.run(["/usr/bin/python3", "-c", READ_ATTRIBUTES, name], cwd=self.folder, capture_output=True, text=True)
        if "No module named" in done.stderr:
            self.skipTest("netCDF4 is not installed")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)


class Incomplete(MergeTest):
    def test_missing_shards_are_listed_with_the_commands_that_run_them(self):
        self.run_shards(2, 4)
        sentence = self.fails(2, "merge", "my shards", "--output", "a.nc")
        self.assertEqual(sentence, "2 of 4 shards are not finished:\n"
                                   "shard 1: 5 of 5 blocks are missing; initlab run 'my shards/plan.toml' --shard 1 --resume\n"
                                   "shard 3: 5 of 5 blocks are missing; initlab run 'my shards/plan.toml' --shard 3 --resume\n"
                                   "Then merge again, or take what is there with --partial.")
        for command in re.findall(r"; (initlab .*)", sentence):
            done = self.shell(command + " --quiet")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.merge()
        self.assert_complete("short.toml")

    def test_a_shard_that_is_half_done_is_missing_too(self):
        self.run_shards(1, 2, 3)
        whole = self.run_other(name="whole", shard=4).read_bytes()
        (self.dir / "shard-0004.journal").write_bytes(whole[:-10])
        sentence = self.fails(2, "merge", "my shards", "--output", "a.nc")
        self.assertIn("1 of 4 shards are not finished:\nshard 4: 1 of 5 blocks are missing; ", sentence)

    def test_partial_says_what_is_missing(self):
        self.run_shards(1, 3)
        self.merge("--partial")
        stored = self.read()
        self.assertEqual(stored["attributes"]["complete"], "no")
        self.assertEqual(stored["attributes"]["missing"], "10 of 20 blocks of trials")
        self.assertEqual(stored["trials"], 10 * 40)

        self.assertIn("is a part of a result", self.one_line(2, "run", "a.nc", "--resume"))
        self.assertIn("is a part of a result", self.one_line(2, "run", "short.toml", "--output", "a.nc", "--resume"))
        self.assertIn("is a part of a result", self.one_line(2, "status", "a.nc"))

        self.run_shards(2, 4)
        self.assertIn("a.nc exists already", self.one_line(4, "merge", "my shards", "--output", "a.nc"))
        self.merge("--force")
        self.assert_complete("short.toml")
        self.assertNotIn("missing", self.read()["attributes"])
        self.assertEqual(self.read()["trials"], 20 * 40)

    def test_partial_of_a_complete_set_is_complete(self):
        self.run_shards(1, 2, 3, 4)
        self.merge("--partial")
        self.assert_complete("short.toml")

    def test_nothing_at_all_is_no_part(self):
        self.assertIn("none of its shards has kept anything", self.fails(2, "merge", "my shards", "--output", "a.nc", "--partial"))


class Foreign(MergeTest):
    def refused(self, name, reason):
        """By both names of the folder; what is foreign is named with the reason, in status too."""
        sentence = self.fails(2, "merge", "my shards", "--output", "a.nc", "--partial")
        self.assertRegex(sentence, rf"does not stand beside its own journals alone\. Take these away:\n"
                                   rf"\s*my shards/{re.escape(name)} \({reason}\)")
        self.assertEqual(len(self.status()["foreign"]), 1)
        self.assertRegex(self.works("status", "my shards"), rf"not of this plan: my shards/{re.escape(name)} \({reason}\)")

    def take_away_and_merge(self, name):
        (self.dir / name).unlink()
        self.run_shards(*[n for n in range(1, 5) if not (self.dir / f"shard-{n:04}.journal").exists()])
        self.merge()
        self.assert_complete("short.toml")

    def test_journal_of_another_seed(self):
        self.run_shards(1, 3, 4)
        shutil.copy(self.run_other("--seed", "2"), self.dir)
        self.refused("shard-0002.journal", "seed: 2 instead of 1.*")
        self.assertIn("seed", self.fails(2, "run", "my shards/plan.toml", "--shard", "2", "--resume"))
        self.take_away_and_merge("shard-0002.journal")

    def test_journal_of_another_division(self):
        self.run_shards(1, 3, 4)
        shutil.copy(self.run_other(shards=3), self.dir)
        self.refused("shard-0002.journal", "3 shards instead of 4")
        self.take_away_and_merge("shard-0002.journal")

    def test_journal_beyond_the_last_shard(self):
        self.run_shards(1, 2, 3, 4)
        shutil.copy(self.run_other(shards=9, shard=9), self.dir)
        self.refused("shard-0009.journal", "the plan has 4 shards")
        self.take_away_and_merge("shard-0009.journal")

    def test_copy_under_a_name_that_is_no_shards(self):
        self.run_shards(1, 2, 3, 4)
        for name in ("shard-0001.journal.bak", "shard-1.journal", "shard-0001 (copy).journal"):
            shutil.copy(self.dir / "shard-0001.journal", self.dir / name)
            self.refused(name, "not the name of a shard's journal")
            (self.dir / name).unlink()
        self.merge()
        self.assert_complete("short.toml")


class Copies(MergeTest):
    def test_in_the_place_of_another_shard_add_nothing(self):
        self.run_shards(1, 3, 4)
        shutil.copy(self.dir / "shard-0001.journal", self.dir / "shard-0002.journal")
        sentence = self.fails(2, "merge", "my shards", "--output", "a.nc")
        self.assertIn("shard 2: 5 of 5 blocks are missing", sentence)
        done = self.shell(re.search(r"; (initlab .*)", sentence)[1] + " --quiet")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.merge()
        self.assert_complete("short.toml")

    def test_as_that_of_another_rank_add_nothing(self):
        self.run_shards(1, 2, 3, 4)
        shutil.copy(self.dir / "shard-0001.journal", self.dir / "shard-0001.journal.1")
        shutil.copy(self.dir / "shard-0002.journal", self.dir / "shard-0001.journal.2")
        self.merge()
        self.assert_complete("short.toml")


class Folders(MergeTest):
    def test_without_a_plan_or_with_two(self):
        (self.folder / "empty").mkdir()
        self.assertIn("holds no plan", self.one_line(2, "merge", "empty", "--output", "a.nc"))
        shutil.copy(self.dir / "plan.toml", self.dir / "again.toml")
        self.assertIn("holds 2 plans", self.one_line(2, "merge", "my shards", "--output", "a.nc"))
        self.run_shards(1, 2, 3, 4)
        self.works("merge", "my shards/again.toml", "--quiet", "--output", "a.nc")
        self.assert_complete("short.toml")

    def test_more_shards_than_blocks(self):
        (self.folder / "many").mkdir()
        self.assertIn("from shard 21 on they have nothing to do",
                      self.works("plan", "short.toml", "--shards", "25", "--output", "many/plan.toml"))
        for shard in [*range(1, 21), 25]:  # one that has nothing to do may be run or not
            self.works("run", "many/plan.toml", "--shard", str(shard), "--quiet")
        self.works("merge", "many", "--quiet", "--output", "a.nc")
        self.assert_complete("short.toml")
        states = {part["state"] for part in self.status("many")["parts"]}
        self.assertEqual(states, {"finished"})

    def test_from_the_folder_itself(self):
        for shard in range(1, 5):
            done = self.initlab("run", "plan.toml", "--shard", str(shard), cwd=self.dir)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("When all are: initlab merge . --output FILE.nc", done.stderr)
        self.assertIn("finished; initlab merge . --output FILE.nc makes the result", self.works("status", ".", cwd=self.dir))
        self.works("merge", ".", "--quiet", "--output", "../a.nc", cwd=self.dir)
        self.assert_complete("short.toml")

    def test_a_finished_shard_has_nothing_to_do_but_is_not_overwritten(self):
        self.run_shards(1)
        before = (self.dir / "shard-0001.journal").read_bytes()
        self.assertIn("--resume", self.one_line(4, "run", "my shards/plan.toml", "--shard", "1"))
        self.works("run", "my shards/plan.toml", "--shard", "1", "--resume", "--quiet")
        self.assertTrue((self.dir / "shard-0001.journal").read_bytes().startswith(before))
        self.assertEqual(self.status()["trials_done"], 200)


class Status(MergeTest):
    def test_json(self):
        self.run_shards(3)
        status = self.status()
        self.assertEqual(list(status), ["file", "trials", "trials_done", "complete", "parts", "foreign"])
        self.assertEqual((status["file"], status["trials"], status["trials_done"], status["complete"], status["foreign"]),
                         ("my shards/plan.toml", 800, 200, False, []))
        self.assertEqual([part["state"] for part in status["parts"]], ["not begun", "not begun", "finished", "not begun"])
        begun = status["parts"][2]
        self.assertEqual(list(begun), ["shard", "trials", "trials_done", "state", "host", "process", "since", "seconds_since_write",
                                       "damaged_records"])
        self.assertRegex(begun["since"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(list(status["parts"][0]), ["shard", "trials", "trials_done", "state", "damaged_records"])
        self.assertEqual(sum(part["trials"] for part in status["parts"]), 800)

    def test_of_a_plan_a_folder_and_a_shards_journal_agree(self):
        self.run_shards(3)
        self.assertEqual(self.status("my shards/plan.toml")["parts"][2]["trials_done"], 200)
        part, = self.status("my shards/shard-0003.journal")["parts"]
        self.assertEqual((part["shard"], part["trials"], part["trials_done"], part["state"]), (3, 200, 200, "finished"))
        journal = (self.dir / "shard-0003.journal")
        journal.write_bytes(journal.read_bytes()[:-10])
        self.assertIn("go on with: initlab run 'my shards/plan.toml' --shard 3 --resume",
                      self.works("status", "my shards/shard-0003.journal"))

    def test_of_a_finished_run(self):
        self.works("run", "short.toml", "--quiet", "--output", "a.nc")
        status = self.status("a.nc")
        self.assertEqual((status["complete"], status["trials"], status["trials_done"]), (True, 800, 800))
        before = self.path("a.nc").stat().st_mtime_ns
        self.assertIn("a.nc is complete, there is nothing to do.", self.initlab("run", "a.nc", "--resume").stderr)
        self.assertEqual(self.path("a.nc").stat().st_mtime_ns, before)


if __name__ == "__main__":
    unittest.main()
