#!/usr/bin/env python3
"""A site that does not queue a job again by its exit code, as most do not: the script does it."""

import re
import shutil

from batch import INITLAB, PLUGINS, Batch, BatchTest, experiment, initlab, main


class WithoutRequeueExit(BatchTest):
    site = ""

    def test_a_stopped_element_is_queued_again(self):
        batch = self.waiting("warned", 2, "--time", "1m")
        batch.warn(2)
        batch.wait_for_restart(2, 20)  # when the script has waited 10 s for the block
        batch.open_gate()
        self.assert_complete(batch)
        self.assert_went_on(batch, 2)
        self.assertEqual([batch.element(element)["Restarts"] for element in (1, 2)], ["0", "1"])

    def test_an_element_is_given_up_after_so_many_times(self):
        batch = self.batch("given up", 1, blocks=8)
        program = self.holder / "always_stopped"
        program.write_text("#!/bin/sh\nexit 75\n")
        program.chmod(0o755)
        script = batch.folder / "shards.sbatch"
        written = script.read_text()
        self.assertIn("\nrestarts=5 ", written)
        changed = re.sub(r"(?m)^initlab=.*$", f"initlab={program}", written.replace("\nrestarts=5 ", "\nrestarts=1 "))
        self.assertNotIn(INITLAB, changed)
        script.write_text(changed)
        batch.submit()
        told = self.assert_incomplete(batch)
        self.assertIn("1 of 1 shards are not finished", told)
        self.assertEqual([batch.element(1)[key] for key in ("JobState", "Restarts", "ExitCode")], ["FAILED", "1", "1:0"])
        self.assertIn(f"{batch.array}_1 is given up (queued again 1 times). Go on: ./submit.sh --array=1\n",
                      batch.log(f"{batch.array}_1"))
        script.write_text(written)
        batch.submit()
        self.assert_complete(batch)

    def test_what_fails_for_good_is_not_tried_again(self):
        plugins = self.holder / "plugins"
        shutil.copytree(PLUGINS, plugins)
        file = self.holder / "broken.toml"
        file.write_text(experiment(4, "", 4))
        folder = self.holder / "broken"
        self.assertEqual(initlab("batch", file, "--shards", 2, "--output", folder, "--plugin-path", plugins).returncode, 0)
        (plugins / "waits_at_a_gate.so").write_bytes(b"no plugin any more")
        batch = Batch(self.cluster, folder, file, None)
        batch.submit()
        self.assert_incomplete(batch)  # and not waiting for ever
        for element in (1, 2):
            told = batch.element(element)
            self.assertEqual((told["JobState"], told["Restarts"]), ("FAILED", "0"))
            self.assertIn("waits_at_a_gate.so", batch.log(f"{batch.array}_{element}"))


if __name__ == "__main__":
    main(WithoutRequeueExit)
