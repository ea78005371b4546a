#!/usr/bin/env python3
"""Journals that end too soon: cut at any byte, with zeros behind, as a power cut leaves them."""

import json
import os
import unittest

import journal_file
from interrupted import InterruptedTest

PLACES = 40


class Cut(InterruptedTest):
    def setUp(self):
        super().setUp()
        self.whole = self.whole_journal("short.toml")
        self.records = journal_file.parse(self.whole).records

    def forget(self):
        for name in self.files():
            if name.startswith(("a.nc", "held")):
                self.path(name).unlink()

    def begin_with(self, content):
        self.forget()
        self.write("a.nc.journal", content)
        os.link(self.path("a.nc.journal"), self.path("held"))

    def check(self, content, about):
        """Status counts what another reader counts; --resume keeps all of that, and comes to the same result."""
        kept = journal_file.parse(content)
        self.begin_with(content)
        status = json.loads(self.works("status", "a.nc", "--json"))
        self.assertEqual(status["trials_done"], kept.trials_done(), about)
        self.assertEqual(status["parts"][0]["damaged_records"], 0, about)
        self.works("run", "a.nc", "--resume", "--quiet")
        self.assert_complete("short.toml", about=about)
        after = self.path("held").read_bytes()
        self.assert_same_bytes(after[:kept.end], content[:kept.end], about)
        self.assertEqual(sorted(record.block for record in journal_file.parse(after).records), list(range(20)), about)

    def test_at_places_of_the_last_three_records(self):
        places = set()
        for record in self.records[-3:]:
            for place in (record.place, record.place + journal_file.RECORD_HEAD.size, record.end):
                places.update((place - 1, place, min(place + 1, len(self.whole))))
        begin = self.records[-3].place
        while len(places) < PLACES:
            places.add(self.random.randrange(begin, len(self.whole)))
        for place in sorted(places):
            self.check(self.whole[:place], place)
        print(f"cut at {len(places)} places")

    def test_with_zeros_behind(self):
        """Of a file whose length reached the disk, and whose content did not."""
        for record in self.records[-2:]:
            for place in (record.place, record.place + 8, record.place + 40, record.end - 8):
                self.check(self.whole[:place].ljust(len(self.whole) + 4096, b"\0"), place)

    def test_with_other_bytes_behind(self):
        for length in (1, 8, 31, 32, 4000):
            self.check(self.whole[:self.records[-1].place] + self.random.randbytes(length), length)
            self.check(self.whole + self.random.randbytes(length), length)

    def test_with_a_record_of_another_journal_behind(self):
        """What lay on that part of the disk before is no record of this run, though it is a good one."""
        self.works("run", "short.toml", "--seed", "2", "--quiet", "--output", "other.nc")
        process = self.start("run", "short.toml", "--seed", "3", "--quiet", "--output", "other2.nc", "--threads", "1")
        self.wait_until(lambda: self.has_name(self.path("other2.nc.journal"), self.path("held")), process)
        self.finish(process)
        other = self.path("held").read_bytes()
        record = journal_file.parse(other).records[-1]
        self.check(self.whole[:self.records[-1].place] + other[record.place:record.end], "another journal's")

    def test_within_the_beginning(self):
        """There is no plan, and so nothing to go on with: the longer command begins, the shorter one says so."""
        plan_end = journal_file.parse(self.whole[:self.records[0].place]).authors[0].place
        for place in (0, 1, 23, 24, 25, 55, 56, plan_end - 1):
            self.begin_with(self.whole[:place])
            self.assertEqual(json.loads(self.works("status", "a.nc", "--json"))["trials_done"], 0)
            self.assertIn("nothing is kept yet", self.works("status", "a.nc"))
            self.assertRegex(self.one_line(4, "run", "a.nc", "--resume"), "there is nothing to go on with", place)
            self.works("run", "short.toml", "--output", "a.nc", "--resume", "--quiet")
            self.assert_complete("short.toml", about=place)


if __name__ == "__main__":
    unittest.main()
