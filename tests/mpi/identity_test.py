#!/usr/bin/env python3
"""Whichever processes run the blocks, the result is the file that one process writes, byte for byte."""

import json

from launched import LaunchedTest, main


class Identity(LaunchedTest):
    def test_of_any_number_of_ranks_and_threads(self):
        alone = self.run_alone("a.toml")
        for ranks in (1, 2, 3, 4, 7):
            for threads in ("1", "2"):
                result = f"{ranks}-{threads}.nc"
                self.expect_same(self.run_by(ranks, "a.toml", result, "--threads", threads), alone, result)

    def test_of_more_ranks_than_blocks(self):
        self.expect_same(self.run_by(5, "one.toml", "many.nc", "--threads", "1"), self.run_alone("one.toml"))

    def test_of_other_backends(self):
        alone = self.run_alone("a.toml")
        for backend in ("serial", "tbb"):
            self.expect_same(self.run_by(2, "a.toml", backend + ".nc", "--backend", backend), alone, backend)

    def test_of_a_shard(self):
        self.works("plan", "a.toml", "--shards", "2", "-o", "plan.toml")
        for shard in ("1", "2"):
            code, _ = self.mpirun(2, "run", "plan.toml", "--shard", shard, "--quiet", "--threads", "1")
            self.assertEqual(code, 0)
        self.works("merge", ".", "-o", "merged.nc", "--quiet")
        self.expect_same((self.folder / "merged.nc").read_bytes(), self.run_alone("a.toml"))

    def test_of_another_seed_differs(self):
        self.assertFalse(self.run_by(2, "a.toml", "other.nc", "--seed", "2") == self.run_alone("a.toml"))

    def test_one_rank_speaks_and_the_record_counts_them(self):
        process = self.launch(3, "run", "one.toml", "--output", "one.nc", "--threads", "1", "--progress", "json")
        out, err = process.communicate(timeout=60)
        self.assertEqual(out.count("Stored in one.nc."), 1, out)
        self.assertIn("3 ranks of 1 thread)", out)
        last = json.loads(err.splitlines()[-1])
        self.assertLessEqual(last["trials_done"], 6)
        record = json.loads((self.folder / "one.nc.run.json").read_text())
        self.assertEqual((record["ranks"], record["threads"]), (3, 1))

    def test_ranks_on_one_machine_divide_its_processors(self):
        self.run_by(2, "one.toml", "one.nc")
        self.works("run", "one.toml", "--output", "alone.nc", "--quiet")
        together, alone = (json.loads((self.folder / f"{name}.nc.run.json").read_text())["threads"]
                           for name in ("one", "alone"))
        self.assertEqual(together, max(1, alone // 2))


if __name__ == "__main__":
    main()
