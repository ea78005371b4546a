#!/usr/bin/env python3
"""Ranks that are killed or asked to stop in the middle of a run: it ends, and goes on to the same bytes."""

import os
import re
import signal
import time

from launched import LaunchedTest, main
from program import INITLAB, PATIENCE

# Each rank leaves its number as a process, and is then the program.
WITH_NUMBER = ("sh", "-c", 'echo $$ > "pid.$OMPI_COMM_WORLD_RANK.part" && '
               'mv "pid.$OMPI_COMM_WORLD_RANK.part" "pid.$OMPI_COMM_WORLD_RANK" && exec "$0" "$@"', INITLAB)


class Accidents(LaunchedTest):
    @classmethod
    def setUpClass(cls):
        cls.alone = None

    def reference(self):
        if Accidents.alone is None:
            Accidents.alone = self.run_alone("long.toml")
        return Accidents.alone

    def begin(self, ranks, result="a.nc"):
        """A long run in which every rank has finished something."""
        process = self.launch(ranks, "run", "long.toml", "--quiet", "--output", result, "--threads", "1",
                              program=WITH_NUMBER)
        self.wait_until(lambda: self.all_have_finished_blocks(result, ranks), process)
        return process

    def pid(self, rank):
        return int((self.folder / f"pid.{rank}").read_text())

    def expect_gone(self, ranks):
        for rank in range(ranks):
            for _ in range(int(3000 * PATIENCE)):
                if not os.path.exists(f"/proc/{self.pid(rank)}"):
                    break
                time.sleep(0.001)
            self.assertFalse(os.path.exists(f"/proc/{self.pid(rank)}"), rank)

    def go_on_alone(self):
        self.works("run", "a.nc", "--resume", "--quiet")
        self.expect_same(self.bytes_of("a.nc"), self.reference())

    def go_on_with(self, ranks):
        code, said = self.mpirun(ranks, "run", "a.nc", "--resume", "--quiet", "--threads", "1")
        self.assertEqual((code, said), (0, ""))
        self.expect_same(self.bytes_of("a.nc"), self.reference())

    def test_a_killed_rank_ends_the_others_and_one_process_goes_on(self):
        process = self.begin(3)
        os.kill(self.pid(2), signal.SIGKILL)
        code, said = self.finish(process)
        self.assertEqual(code, 137, said)
        self.expect_gone(3)
        self.go_on_alone()

    def test_a_killed_rank_0_ends_the_others_and_other_ranks_go_on(self):
        process = self.begin(2)
        os.kill(self.pid(0), signal.SIGKILL)
        code, said = self.finish(process)
        self.assertEqual(code, 137, said)
        self.expect_gone(2)
        self.go_on_with(4)

    def test_usr1_stops_all_after_their_blocks(self):
        process = self.begin(2)
        process.send_signal(signal.SIGUSR1)
        code, said = self.finish(process)
        self.assertEqual(code, 75, said)
        self.assert_told(said)
        self.go_on_with(3)

    def test_term_stops_all_within_a_second(self):
        process = self.begin(2)
        process.send_signal(signal.SIGTERM)
        # What mpirun answers then is its own affair: 1 with Open MPI 4.1. Its ranks it kills after two seconds.
        code, said = self.finish(process)
        self.assertIn(code, (1, 75), said)
        self.assert_told(said)
        self.expect_gone(2)
        self.go_on_alone()

    def test_term_to_one_rank_stops_all(self):
        process = self.begin(2)
        os.kill(self.pid(1), signal.SIGTERM)
        code, said = self.finish(process)
        self.assertEqual(code, 75, said)
        self.expect_gone(2)
        self.go_on_alone()

    def test_usr1_to_one_rank_stops_all(self):
        process = self.begin(2)
        os.kill(self.pid(1), signal.SIGUSR1)
        code, said = self.finish(process)
        self.assertEqual(code, 75, said)
        self.assert_told(said)
        self.go_on_alone()

    def test_the_end_of_the_time_stops_all(self):
        code, said = self.mpirun(2, "run", "long.toml", "--trials", "1000000", "--quiet", "--output", "a.nc",
                                 "--threads", "1", "--max-time", "2s")
        self.assertEqual(code, 75, said)
        self.assert_told(said, 3000000)

    def assert_told(self, said, trials=60000):
        """Rank 0's sentence, once, with the command to go on."""
        sentences = re.findall(r"initlab: .*", said)
        self.assertEqual(len(sentences), 1, said)
        self.assertRegex(sentences[0], rf"stopped; \d+ of {trials} trials are kept in a\.nc\.journal\. "
                                       r"Go on with: initlab run a\.nc --resume")


if __name__ == "__main__":
    main()
