#!/usr/bin/env python3
"""kill -9 at two hundred moments: no finished block is lost, none is counted twice, the result has the bits of a run that nothing happened to."""

import os
import time
import unittest

import journal_file
from interrupted import InterruptedTest, tries

WHILE_RUNNING, AT_THE_END = tries(120), tries(80)
STEPS = 8  # kills a run, about
START = 0.05  # seconds


class Killed(InterruptedTest):
    def setUp(self):
        super().setUp()
        self.expected, self.whole, self.seconds = self.uninterrupted("long.toml")
        self.trials_of_block = journal_file.parse(self.whole).trials()
        self.assertEqual(len(self.trials_of_block), 40)
        self.stages = {}

    def kill_later(self, seconds, *arguments):
        """True if that was before its end; else it has ended well."""
        begin = time.monotonic()
        process = self.start("run", *arguments, "--quiet", "--threads", "2")
        while process.poll() is None and time.monotonic() - begin < seconds:
            time.sleep(0.0005)
        if self.kill(process):
            return True
        self.assertEqual(process.returncode, 0)
        return False

    def moment(self):
        """Every fourth in the first moments of a process, in which it reads, locks and goes on."""
        return self.random.uniform(0, START if self.random.random() < 0.25 else 2 / STEPS * self.seconds)

    def resume_arguments(self):
        """The short form where it is enough: there is a plan to go on with."""
        journal = self.journal()
        return ("a.nc", "--resume") if journal and journal.plan else ("long.toml", "--output", "a.nc", "--resume")

    def hold(self):
        """The journal's content, and a second name under which it can be read after the run has removed the first."""
        path, held = self.path("a.nc.journal"), self.path("held")
        if path.exists() and not (held.exists() and os.path.samefile(path, held)):
            held.unlink(missing_ok=True)
            os.link(path, held)
        return held.read_bytes() if held.exists() else b""

    def check_journal(self, before):
        """All that was in it is in it still, and no block was finished twice."""
        after = self.hold()
        kept = journal_file.parse(before)
        if kept.plan:
            self.assert_same_bytes(after[:kept.end], before[:kept.end])
        journal = journal_file.parse(after)
        self.assertEqual(journal.damage, [])
        finished = [record.block for record in journal.records if record.trials == self.trials_of_block[record.block]]
        self.assertEqual(len(finished), len(set(finished)), "a block was finished twice")
        return after

    def check_result(self, earlier=None):
        """None, that of an earlier run, or the whole new one; never a half."""
        path = self.path("a.nc")
        if not path.exists():
            self.assertIsNone(earlier)
            return "no result"
        content = path.read_bytes()
        if content == earlier:
            return "no result"
        self.assert_same_bytes(content, self.expected)
        return "result"

    def note_stage(self, journal_bytes, result):
        journal = journal_file.parse(journal_bytes)
        if result == "result" or self.path("a.nc").exists() and not self.path("a.nc.journal").exists():
            stage = "result there"
        elif not journal.plan:
            stage = "no plan yet"
        elif journal.trials() == self.trials_of_block:
            stage = "all blocks finished"
        else:
            stage = "running"
        self.stages[stage] = self.stages.get(stage, 0) + 1

    def forget(self):
        for name in self.files():
            if name.startswith(("a.nc", "held", ".initlab")):
                self.path(name).unlink()

    def test_while_it_runs(self):
        kills = 0
        while kills < WHILE_RUNNING:
            self.forget()
            held = b""
            while self.kill_later(self.moment(), *self.resume_arguments()):
                kills += 1
                held = self.check_journal(held)
                self.note_stage(held, self.check_result())
            held = self.check_journal(held)
            self.assertEqual(self.check_result(), "result")
            if held:  # without, the first process came to its end
                self.assertEqual(journal_file.parse(held).trials(), self.trials_of_block)
            self.assert_complete("long.toml")
        print(f"{kills} kills while running: {self.stages}")

    def test_while_the_result_is_made(self):
        """All blocks are finished, and an older result is to be replaced."""
        self.works("run", "long.toml", "--quiet", "--output", "old.nc", "--trials", "3")
        old = self.path("old.nc").read_bytes()
        begin = time.monotonic()
        self.write("a.nc.journal", self.whole)
        self.assertFalse(self.kill_later(60, "a.nc", "--resume"))
        seconds = time.monotonic() - begin

        kills = 0
        while kills < AT_THE_END:
            self.forget()
            self.write("a.nc.journal", self.whole)
            self.write("a.nc", old)
            held = self.hold()
            while self.kill_later(self.random.uniform(0, seconds), "a.nc", "--resume"):
                kills += 1
                held = self.check_journal(held)
                self.note_stage(held, self.check_result(old))
            self.assert_complete("long.toml")
            self.assert_same_bytes(self.path("a.nc.bak").read_bytes(), old)
        print(f"{kills} kills at the end: {self.stages}")


if __name__ == "__main__":
    unittest.main()
