#!/usr/bin/env python3
"""Slurm's controller is killed while jobs run, and comes back."""

from batch import BatchTest, main


class LostController(BatchTest):
    def test_jobs_go_on(self):
        batch = self.waiting("headless", 2)
        # A controller that dies before it has saved that jobs run starts them again. It saves every few seconds, and then all of
        # what has happened: here a comment, after the jobs have begun.
        self.cluster.do("scontrol", "update", f"JobId={batch.merge}", "Comment=all-are-running")
        state = self.cluster.folder / "state" / "job_state"
        self.cluster.wait_until(lambda: state.exists() and b"all-are-running" in state.read_bytes(), "the state is not saved", 20)
        self.cluster.lose_controller()
        batch.open_gate()
        self.cluster.wait_until(lambda: batch.status()["trials_done"] == batch.status()["trials"], "the jobs do not end", 20)
        self.cluster.start_controller()
        self.assert_complete(batch)
        self.assertEqual([batch.element(element)["Restarts"] for element in (1, 2)], ["0", "0"])


if __name__ == "__main__":
    main(LostController)
