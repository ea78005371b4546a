#!/usr/bin/env python3
"""Several processes and one output; what a killed one leaves behind."""

import json
import os
import re
import socket
import subprocess
import unittest

import journal_file
from interrupted import InterruptedTest


def number_of_a_dead_process():
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


class TwoProcesses(InterruptedTest):
    def begin(self, *options):
        process = self.start("run", "long.toml", "--quiet", "--output", "a.nc", "--trials", "100000", *options)
        self.wait_for_blocks(process)
        return process

    def test_the_second_is_told_which_the_first_is(self):
        process = self.begin()
        sentence = rf"a\.nc\.journal is being written by process {process.pid} on host {re.escape(socket.gethostname())} since \S+Z"
        for command in (("run", "a.nc", "--resume"), ("run", "long.toml", "--trials", "100000", "--output", "a.nc", "--resume"),
                        ("run", "long.toml", "--output", "a.nc", "--force"), ("run", "long.toml", "--output", "./a.nc"),
                        ("run", "short.toml", "--output", "a.nc", "--force")):
            done = self.initlab(*command)
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertRegex(done.stderr, sentence, command)
        self.assertIsNone(process.poll())
        self.assertGreater(self.journal().trials_done(), 0)

    def test_the_lock_of_a_killed_one_is_free(self):
        process = self.begin()
        process.kill()
        done = self.initlab("run", "a.nc", "--resume", "--max-time", "1s")
        self.assertEqual(done.returncode, 75, done.stderr)
        process.communicate()

    def test_of_many_one_does_the_work(self):
        """All at once, as a cluster may start them: none is disturbed, and the result is right."""
        processes = [self.start("run", "long.toml", "--quiet", "--output", "a.nc", "--resume", "--threads", "1") for _ in range(6)]
        codes = []
        for process in processes:
            code, said = self.finish(process)
            codes.append(code)
            if code != 0:
                self.assertEqual(code, 4, said)
                self.assertRegex(said, r"is being written by|exists already|whose run has just ended|a\.nc\.journal cannot be read")
        self.assertIn(0, codes)
        self.assert_complete("long.toml")

    def test_status_tells_who_is_running(self):
        process = self.begin()
        before = self.path("a.nc.journal").read_bytes()
        status = json.loads(self.works("status", "a.nc", "--json"))
        part = status["parts"][0]
        self.assertEqual((part["state"], part["host"], part["process"]), ("running", socket.gethostname(), process.pid))
        self.assertGreater(status["trials_done"], 0)
        self.assertIn(f"running on {socket.gethostname()} (process {process.pid})", self.works("status", "a.nc.journal"))
        self.kill(process)
        self.assertTrue(self.path("a.nc.journal").read_bytes().startswith(before))
        self.assertEqual(json.loads(self.works("status", "a.nc", "--json"))["parts"][0]["state"], "stopped")
        self.assertRegex(self.works("status", "a.nc"), r"stopped; was on \S+ \(process \d+\), last written \d+ s ago")
        self.assertRegex(self.works("status", "a.nc"), r"go on with: initlab run a\.nc --resume")

    def test_status_is_an_answer_at_every_moment(self):
        """Also while a run makes its journal and when it removes it."""
        for _ in range(3):
            process = self.start("run", "short.toml", "--quiet", "--output", "a.nc")
            while process.poll() is None:
                done = self.initlab("status", "a.nc", "--json")
                if done.returncode != 0:  # there is nothing yet, or the result, but not its record
                    self.assertRegex(done.stderr, r"^initlab: a\.nc(\.run\.json: there is no such file| is not there).*\n$")
            self.assertEqual(process.returncode, 0)
            self.assertTrue(json.loads(self.works("status", "a.nc", "--json"))["complete"])
            self.path("a.nc").unlink()
            self.path("a.nc.run.json").unlink()

    def test_a_shard_that_two_nodes_run(self):
        self.works("plan", "long.toml", "--shards", "2", "--output", "plan.toml", "--trials", "100000")
        process = self.start("run", "plan.toml", "--shard", "1", "--quiet")
        journal = self.path("shard-0001.journal")
        self.wait_until(lambda: journal.exists() and journal_file.read(journal).records, process)
        for more in (("--resume",), ("--force",), ()):
            done = self.initlab("run", "plan.toml", "--shard", "1", *more)
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertIn(f"is being written by process {process.pid} ", done.stderr)
        other = self.initlab("run", "plan.toml", "--shard", "2", "--max-time", "1s")
        self.assertEqual(other.returncode, 75, other.stderr)
        states = [part["state"] for part in json.loads(self.works("status", ".", "--json"))["parts"]]
        self.assertEqual(states, ["running", "stopped"])


class LeftBehind(InterruptedTest):
    def test_files_of_a_killed_process_are_removed_by_the_next(self):
        host = socket.gethostname()
        dead = number_of_a_dead_process()
        gone = [f".initlab-{host}-{dead}-0.tmp", f".initlab-{host}-{dead}-1.tmp"]
        kept = [f".initlab-{host}-{os.getpid()}-0.tmp", f".initlab-other-{dead}-0.tmp", f".initlab-{host}-{dead}-0.nc", "mine.tmp"]
        for name in gone + kept:
            self.write(name, "half")
        self.works("run", "short.toml", "--quiet", "--output", "a.nc")
        self.assertEqual([name for name in gone + kept if self.path(name).exists()], kept)


if __name__ == "__main__":
    unittest.main()
