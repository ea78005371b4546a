#!/usr/bin/env python3
"""A bit that a disk has changed, in a journal or in a result: it is noticed, and never gets into a number."""

import json
import os
import shutil
import unittest

import journal_file
from interrupted import InterruptedTest, tries

IN_A_JOURNAL, IN_A_RESULT = tries(200), tries(100)


def flipped(content, bit):
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


class FlippedBit(InterruptedTest):
    def forget(self):
        for name in self.files():
            if name.startswith("a.nc"):
                self.path(name).unlink()

    def refused(self, sentence, about):
        """It says so, and leaves all as it is; --force begins anew."""
        self.assertRegex(self.one_line(4, "status", "a.nc"), sentence, about)
        self.assertRegex(self.one_line(4, "run", "a.nc", "--resume"), sentence, about)
        self.assertRegex(self.one_line(4, "run", "short.toml", "--output", "a.nc", "--resume"), sentence, about)

    def begin_anew(self, about):
        self.works("run", "short.toml", "--quiet", "--output", "a.nc", "--force")
        self.assert_complete("short.toml", about=about)

    def check(self, bit):
        """What became of it: "refused", "torn", or "damaged"."""
        content = flipped(self.stopped, bit)
        self.forget()
        self.write("a.nc.journal", content)
        if bit < 8 * 24:
            is_magic = bit < 8 * 16
            self.refused("is not a journal of initlab" if is_magic else "head is damaged.*--force", bit)
            if is_magic:  # whatever it is, it is not ours to remove
                self.path("a.nc.journal").unlink()
            self.begin_anew(bit)
            return "refused"
        try:
            kept = journal_file.parse(content)
        except ValueError:
            self.fail(bit)
        if not kept.plan:
            self.refused("plan is damaged.*--force", bit)
            self.begin_anew(bit)
            return "refused"
        status = json.loads(self.works("status", "a.nc", "--json"))
        self.assertEqual(status["trials_done"], kept.trials_done(), bit)
        self.assertEqual(status["parts"][0]["damaged_records"] > 0, len(kept.damage) > 0, bit)
        said = self.go_on("short.toml")
        if not kept.damage:
            self.assertEqual(said, "", bit)
            return "torn"
        self.assertRegex(said, rf"^initlab: a\.nc\.journal: \d+ bytes at {kept.damage[0]} are damaged", bit)
        self.assertRegex(said, "(Block [0-9]+ is|The blocks that stood there are) run again", bit)
        return "damaged"

    def test_in_a_journal(self):
        """That of a run that was stopped with three blocks to go."""
        whole = self.whole_journal("short.toml")
        records = journal_file.parse(whole).records
        self.stopped = whole[:records[-3].place]
        heads = [8 * place + self.random.randrange(8 * 32) for place in [24] + [r.place for r in self.random.sample(records[:-4], 9)]]
        begin = [self.random.randrange(8 * 24) for _ in range(6)]
        bits = begin + heads + [self.random.randrange(8 * len(self.stopped)) for _ in range(IN_A_JOURNAL - len(heads) - len(begin))]
        found = [self.check(bit) for bit in bits]
        counts = {what: found.count(what) for what in sorted(set(found))}
        self.assertGreater(counts["damaged"], IN_A_JOURNAL // 2)
        print(f"{len(bits)} bits flipped in a journal: {counts}")

    def test_in_a_result(self):
        self.works("run", "short.toml", "--quiet", "--output", "a.nc")
        content = self.path("a.nc").read_bytes()
        sentence = "a.nc is not as its run stored it"
        for number in range(IN_A_RESULT):
            bit = self.random.randrange(8 * len(content))
            self.write("a.nc", flipped(content, bit))
            if number % 10 == 0:
                self.refused(sentence, bit)
            self.assertIn(sentence, self.one_line(4, "status", "a.nc"), bit)
            self.assertIn(sentence, self.one_line(4, "run", "a.nc", "--resume"), bit)
        self.write("a.nc", content)
        self.assertIn("complete", self.works("status", "a.nc"))
        print(f"{IN_A_RESULT} bits flipped in a result")

    def test_a_result_that_is_cut_longer_or_without_its_record(self):
        self.works("run", "short.toml", "--quiet", "--output", "a.nc")
        content = self.path("a.nc").read_bytes()
        for changed in (b"", content[:-1], content[:1000], content + b"\0"):
            self.write("a.nc", changed)
            self.refused("a.nc is not as its run stored it", len(changed))
        self.write("a.nc", content)
        record = self.path("a.nc.run.json")
        shutil.copy(record, self.path("record"))
        self.write("a.nc.run.json", record.read_bytes()[:-9])
        self.refused("a.nc.run.json is not a run record", "cut")
        os.remove(record)
        self.refused(r"a\.nc cannot be checked \(a\.nc\.run\.json is not there", "gone")
        self.begin_anew("gone")

    def test_in_a_shards_journal(self):
        self.works("plan", "short.toml", "--shards", "2", "--output", "plan.toml")
        for shard in (1, 2):
            self.works("run", "plan.toml", "--quiet", "--shard", str(shard))
        path = self.path("shard-0002.journal")
        content = path.read_bytes()
        record = journal_file.parse(content).records[4]
        path.write_bytes(flipped(content, 8 * (record.place + 100)))
        sentence = self.fails(2, "merge", ".", "--output", "a.nc")
        self.assertIn("shard 2: 1 of 10 blocks are missing; initlab run ./plan.toml --shard 2 --resume", sentence)
        self.assertIn("damaged", self.works("status", "."))
        done = self.initlab("run", "./plan.toml", "--shard", "2", "--resume", "--quiet")
        self.assertEqual(done.returncode, 0)
        self.assertIn(f"Block {record.block + 1} is run again", done.stderr)
        self.works("merge", ".", "--quiet", "--output", "a.nc")
        self.assert_complete("short.toml")


if __name__ == "__main__":
    unittest.main()
