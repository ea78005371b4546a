#!/usr/bin/env python3
"""Three nodes, one of which is lost in the middle of its work."""

from batch import FREE, TRIALS, BatchTest, main


class LostNode(BatchTest):
    nodes, cpus = 3, 1

    def test_its_shard_goes_on_elsewhere(self):
        batch = self.waiting("lost", 3)
        element = next(e for e in (1, 2, 3) if batch.element(e)["NodeList"] == "n2")
        self.cluster.lose_node("n2")
        part = batch.status()["parts"][element - 1]
        self.assertEqual((part["state"], part["trials_done"]), ("stopped", FREE * TRIALS))
        batch.open_gate()
        batch.wait_for_restart(element, 60)
        self.assert_complete(batch)
        self.assertIn(batch.element(element)["NodeList"], ("n1", "n3"))
        self.assertIn(f" {FREE * TRIALS} more were there before.", batch.log(f"{batch.array}_{element}"))


if __name__ == "__main__":
    main(LostNode)
