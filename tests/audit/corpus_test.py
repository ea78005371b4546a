#!/usr/bin/env python3
"""Every planted defect is found and named, and no good file is accused."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import make_corpus

INITLAB = os.environ["INITLAB"]


def audit(path, *options):
    done = subprocess.run([INITLAB, "audit", str(path), "--json", "--check", *options], capture_output=True, text=True)
    assert done.stderr == "", (path, done.stderr)
    return done.returncode, json.loads(done.stdout)


class Corpus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.audited = []
        for number, weights in enumerate(make_corpus.corpus()):
            path = make_corpus.save(Path(holder.name), weights, number)
            cls.audited.append((weights, *audit(path, *weights.options)))
            path.unlink()
        if make_corpus.torch is None:
            print("PyTorch is not installed (Debian: python3-torch): its part of the corpus is left out")

    def test_no_good_file_is_accused(self):
        good = [entry for entry in self.audited if not entry[0].accused]
        for weights, code, report in good:
            with self.subTest(weights.name):
                bad = {m["name"]: m["reason"] for m in report["matrices"] if m["verdict"] != "OK"}
                self.assertEqual((bad, code), ({}, 0))
        self.assertEqual(len(good), 62 if make_corpus.torch else 49)

    def test_every_planted_defect_is_found_and_named(self):
        bad = [entry for entry in self.audited if entry[0].accused]
        for weights, code, report in bad:
            with self.subTest(weights.name):
                verdicts = {m["name"]: m["verdict"] for m in report["matrices"]}
                self.assertEqual({verdicts[name] for name in weights.accused}, {weights.verdict})
                reasons = {m["name"]: m["reason"] for m in report["matrices"]}
                for name in weights.accused:
                    self.assertIn(weights.word, reasons[name], name)
                self.assertEqual(code, 1 if weights.verdict == "WRONG" else 0)
        self.assertEqual(len(bad), 64 if make_corpus.torch else 58)

    def test_what_is_beside_a_defect_is_not_accused(self):
        for weights, _, report in self.audited:
            with self.subTest(weights.name):
                accused = {m["name"] for m in report["matrices"] if m["verdict"] != "OK"}
                self.assertLessEqual(accused, set(weights.accused))


if __name__ == "__main__":
    unittest.main()
