#!/usr/bin/env python3
"""What ends an element before its time: Slurm's warning, its queue, its user, its limit, another process."""

import contextlib

from batch import FREE, TRIALS, BatchTest, main


class Interrupted(BatchTest):
    def test_usr1_finishes_the_blocks_and_queues_the_element_again(self):
        batch = self.waiting("warned", 3)
        # The element whose job has the number of the whole array: the last that was started.
        element = next(e for e in (1, 2, 3) if batch.element(e)["JobId"] == batch.array)
        batch.warn(element)
        # It stops when the block that has begun is finished, or another one if a busy machine brings the signal later.
        for block in range(FREE, 8):
            batch.open_gate(block * 3 + element - 1)
            with contextlib.suppress(AssertionError):
                batch.wait_for_restart(element, 5)
                break
        self.assertEqual(batch.element(element)["Restarts"], "1")
        self.assertIn(batch.trials_done(element), range((FREE + 1) * TRIALS, 8 * TRIALS, TRIALS))
        batch.open_gate()
        self.assert_complete(batch)
        self.assertIn(f"{batch.array}_{element} is queued again.", batch.log(f"{batch.array}_{element}"))
        self.assert_went_on(batch, element)
        for other in {1, 2, 3} - {element}:
            self.assertEqual(batch.element(other)["Restarts"], "0")

    def test_an_element_queued_again_by_hand_goes_on(self):
        batch = self.waiting("requeued", 2)
        self.cluster.do("scontrol", "requeue", f"{batch.array}_2")
        batch.open_gate()
        self.assert_complete(batch)
        self.assert_went_on(batch, 2)
        self.assertEqual([batch.element(element)["Restarts"] for element in (1, 2)], ["0", "1"])

    def test_a_cancelled_element_stays_so_and_can_be_run_alone(self):
        batch = self.waiting("cancelled", 3)
        self.cluster.do("scancel", f"{batch.array}_2")
        batch.wait_for_state(2, "CANCELLED")
        batch.open_gate()
        told = self.assert_incomplete(batch)
        self.assertIn("1 of 3 shards are not finished", told)
        self.assertIn("initlab run ./plan.toml --shard 2 --resume", told)
        self.assertNotIn("--shard 1", told)
        self.assertEqual([batch.element(2)[key] for key in ("JobState", "Restarts")], ["CANCELLED", "0"])
        self.assertNotIn("queued again", batch.log(f"{batch.array}_2"))
        kept = batch.trials_done(2)

        batch.submit("--array=2")
        self.assert_complete(batch)
        self.assertIn(f" {kept} more were there before.", batch.log(f"{batch.array}_2"))

    def test_at_its_time_limit_an_element_is_queued_again(self):
        # A block that takes longer than Slurm waits. The warning, 20 s before the limit or up to half a minute earlier, came 28 s after
        # the start; 10 s later the script has no more patience.
        batch = self.waiting("limited", 1, "--time", "1m")
        batch.wait_for_restart(1, 70)
        self.assertEqual(batch.trials_done(1), FREE * TRIALS)
        batch.open_gate()
        self.assert_complete(batch)
        self.assert_went_on(batch, 1)

    def test_a_shard_that_another_process_holds_is_tried_again_later(self):
        batch = self.batch("held", 1, blocks=8, is_free=False)
        holder = batch.hold(1)
        self.addCleanup(holder.kill)
        batch.wait_at_gate(1)
        batch.submit()
        batch.wait_for_restart(1, 20)
        batch.open_gate()
        self.assertEqual(holder.wait(), 0)
        self.assert_complete(batch)
        self.assertIn(f"{batch.array}_1 is queued again.", batch.log(f"{batch.array}_1"))


if __name__ == "__main__":
    main(Interrupted)
