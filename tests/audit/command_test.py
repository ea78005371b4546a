#!/usr/bin/env python3
"""The command as a user types it: what it prints, refuses and answers."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import make_corpus
import numpy as np

INITLAB = os.environ["INITLAB"]


class Command(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name) / "weights.npz"
        rng = np.random.default_rng(1)
        self.matrix = make_corpus.normal(rng, (100, 200), np.sqrt(2 / 200))
        np.savez(self.path, **{"a.weight": self.matrix, "a.bias": np.zeros(100, "f4"), "count": np.arange(3)})

    def audit(self, *options, path=None):
        return subprocess.run([INITLAB, "audit", str(path or self.path), *options], capture_output=True, text=True)

    def refused(self, *options, path=None):
        done = self.audit(*options, path=path)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done)
        return done.stderr

    def test_the_report_names_rule_and_biases(self):
        text = self.audit().stdout
        self.assertIn("OK a.weight: agrees with he_normal", text)
        self.assertIn("a.bias (100 <f4) is 0 everywhere", text)
        self.assertIn("1 OK, 0 SUSPECT, 0 WRONG", text)

    def test_only_check_turns_wrong_into_an_exit_code(self):
        self.assertEqual(self.audit("--claims", "lecun_normal").returncode, 0)
        self.assertEqual(self.audit("--claims", "lecun_normal", "--check").returncode, 1)
        self.assertEqual(self.audit("--claims", "he_normal", "--check").returncode, 0)

    def test_a_single_array_is_a_matrix_too(self):
        path = self.path.with_name("lone.npy")
        np.save(path, self.matrix)
        self.assertIn("OK lone: agrees with he_normal", self.audit(path=path).stdout)

    def test_the_layout_decides_about_the_fans(self):
        done = self.audit("--layout", "keras", "--claims", "he_normal")
        self.assertIn("fan_out was taken for fan_in", " ".join(done.stdout.split()))

    def test_mistakes_of_the_user_have_a_sentence(self):
        self.assertIn("--claims, which is missing", self.refused("--set", "fan=fan_in"))
        self.assertIn("no regular expression", self.refused("--residual", "(("))
        self.assertIn("no such file", self.refused(path=self.path.with_name("none.npz")))
        self.assertIn("not one of", self.refused("--layout", "jax"))
        self.path.write_bytes(self.path.read_bytes()[:-30])
        self.assertIn("cut off", self.refused())


if __name__ == "__main__":
    unittest.main()
