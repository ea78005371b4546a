#!/usr/bin/env python3
"""An array of shards and the merge after it, without an accident."""

import os
import subprocess

from batch import PLUGINS, BatchTest, experiment, initlab, main


class WholeArray(BatchTest):
    site = "RequeueExit=75\nMaxArraySize=6"  # so that elements 1 to 5 are all that there may be

    def test_gives_the_file_of_one_process(self):
        batch = self.batch("plain", 4, blocks=16)
        batch.submit()
        self.assert_complete(batch)
        for element in range(1, 5):
            self.assertIn(f"shard {element} of 4 is finished: 16 trials in ", batch.log(f"{batch.array}_{element}"))
            self.assertEqual(batch.element(element)["Restarts"], "0")

    def test_is_submitted_when_told_to(self):
        file = self.holder / "told.toml"
        file.write_text(experiment(4, "", 4))
        done = initlab("batch", file, "--shards", "2", "--threads", "2", "--memory", "200MiB", "--time", "5m", "--partition", "main",
                       "--plugin-path", PLUGINS, "--submit", cwd=self.holder, env=self.cluster.environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"\nshards: job \d+\nmerge: job \d+, when they have ended\n$")
        self.cluster.wait_until((self.holder / "told-batch" / "result.nc").exists, "no result", 30)

    def test_what_the_site_refuses_is_told(self):
        file = self.holder / "refused.toml"
        file.write_text(experiment(2, "", 2))
        done = initlab("batch", file, "--shards", "2", "--partition", "unheard_of", "--plugin-path", PLUGINS, "--submit",
                       cwd=self.holder, env=self.cluster.environment)
        self.assertEqual(done.returncode, 2)
        self.assertIn("invalid partition specified: unheard_of", done.stderr)
        self.assertIn("initlab: not all was submitted (submit.sh ended with 1; see above).", done.stderr)

    def test_more_shards_than_an_array_may_have_are_folded(self):
        with self.assertRaisesRegex(AssertionError, "Invalid job array specification"):
            self.batch("unfolded", 13, blocks=13).submit()
        batch = self.batch("folded", 13, "--elements", "5", blocks=13)
        batch.submit()
        self.assert_complete(batch)
        for element, shards in {1: [1, 6, 11], 3: [3, 8, 13], 4: [4, 9]}.items():
            told = batch.log(f"{batch.array}_{element}")
            self.assertEqual([shard for shard in range(1, 14) if f"shard {shard} of 13 is finished" in told], shards)

    def test_the_folder_may_be_moved_before_it_is_submitted(self):
        batch = self.batch("moved", 2, blocks=4)
        batch.folder = batch.folder.rename(self.holder / "elsewhere")
        batch.submit()
        self.assert_complete(batch)

    def test_a_missing_log_folder_is_made_again(self):
        batch = self.batch("unlogged", 2, blocks=2)
        (batch.folder / "logs").rmdir()
        batch.submit()
        self.assert_complete(batch)
        self.assertIn("is finished", batch.log(f"{batch.array}_1"))

    def test_submitted_from_elsewhere_by_hand_it_says_what_is_wrong(self):
        batch = self.batch("astray", 2, blocks=2)
        elsewhere = self.holder / "astray"
        (elsewhere / "logs").mkdir(parents=True)
        done = subprocess.run(["sbatch", "--parsable", batch.folder / "shards.sbatch"], cwd=elsewhere, env=self.cluster.environment,
                              capture_output=True, text=True, check=True)
        batch.array = done.stdout.strip()
        batch.wait_for_state(1, "FAILED")
        log = elsewhere / "logs" / f"{batch.array}_1.log"
        self.assertEqual(log.read_text(), f"{os.path.realpath(elsewhere)} holds no plan.toml. Submit with ./submit.sh, or with "
                                          "sbatch in the folder of this script.\n")


if __name__ == "__main__":
    main(WholeArray)
