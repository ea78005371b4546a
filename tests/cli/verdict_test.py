#!/usr/bin/env python3
"""Theory on the command line: what is predicted, and the verdict at the end of a run."""

import csv
import io
import unittest

from program import TEST_PLUGINS, ProgramTest

RELU = """\
trials = 40
[network]
depth = 20
width = 500
activation = "relu"
initializer = "he_normal"
[input]
distribution = "sphere"
"""


class Verdict(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("relu.toml", RELU)

    def test_a_run_ends_with_it(self):
        text = self.works("run", "relu.toml", "--set", "network.width=50")
        self.assertIn("\nTheory\n", text)
        self.assertIn("Verdict: PASS. ", text)
        self.assertIn(" 0 FAIL, ", text)

    def test_check_is_content_with_what_agrees(self):
        self.works("run", "relu.toml", "--check", "--quiet")

    def test_three_percent_too_much_standard_deviation_fails_in_ten_seconds(self):
        wrong = ("run", "relu.toml", "--threads", "1", "--plugin-path", TEST_PLUGINS / "bad", "--set",
                 "network.initializer=draws_three_percent_more")
        with self.within(10):
            done = self.initlab(*wrong, "--check")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("Verdict: FAIL. ", done.stdout)
        self.assertEqual(self.initlab(*wrong, "--check", "--quiet").returncode, 1)
        self.assertEqual(self.initlab(*wrong, "--quiet").returncode, 0)

    def test_the_same_plugin_passes_when_it_draws_what_it_states(self):
        self.works("run", "relu.toml", "--threads", "1", "--check", "--plugin-path", TEST_PLUGINS / "bad", "--set",
                   "network.initializer={ plugin = 'draws_three_percent_more', factor = 1.0 }")

    def test_twenty_narrow_layers_do_not_reveal_their_second_moment(self):
        text = self.works("run", "relu.toml", "--set", "network.width=20", "--trials", "60000", timeout=120)
        last = [line for line in text.splitlines() if line.startswith("   20  ") and "activation.second_moment" in line
                and "preactivation" not in line]
        verdicts = {line.split("  ")[1].strip() + line.split("  ")[2].strip(): line.split()[-1] for line in last}
        self.assertEqual(sorted(verdicts.values()), ["PASS", "UNRELIABLE", "UNRELIABLE"], text)
        self.assertTrue(next(line for line in last if "log activation" in line).endswith("PASS"))


class TheoryOfAnotherInitializer(ProgramTest):
    OTHER = ("--set", "theory.initializer={ plugin = 'normal', std = 0.3 }")

    def setUp(self):
        super().setUp()
        self.write("relu.toml", RELU.replace("width = 500", "width = 50"))

    def test_is_what_initlab_theory_predicts(self):
        own = self.works("theory", "relu.toml", "--csv", "-", "--set", "network.initializer={ plugin = 'normal', std = 0.3 }")
        self.assertEqual(self.works("theory", "relu.toml", "--csv", "-", *self.OTHER), own)
        self.assertNotEqual(self.works("theory", "relu.toml", "--csv", "-"), own)

    def test_does_not_change_what_is_drawn(self):
        self.assertEqual(self.table("relu.toml", "--trials", "5", *self.OTHER), self.table("relu.toml", "--trials", "5"))

    def test_is_said_in_a_line(self):
        subject = "\nTheory: of normal (std = 0.3) (theory.initializer).\n"
        self.assertIn(subject, self.works("run", "relu.toml", *self.OTHER))
        self.assertIn(subject, self.works("theory", "relu.toml", *self.OTHER))
        self.assertIn("\ntheory   of normal (std = 0.3)\n", self.works("run", "relu.toml", "--dry-run", *self.OTHER))
        for command in (("run",), ("theory",), ("run", "--dry-run")):
            self.assertNotIn("heory: of", self.works(*command, "relu.toml"))
            self.assertNotIn("theory   of", self.works(*command, "relu.toml"))

    def test_is_found_where_plugins_are(self):
        self.assertIn("'theory.initializer' must be a plugin's name or {",
                      self.one_line(2, "run", "relu.toml", "--set", "theory.initializer=3"))
        self.assertIn("unknown key 'theory.initialiser' (did you mean 'theory.initializer'?)",
                      self.one_line(2, "run", "relu.toml", "--set", "theory.initialiser=he_normal"))
        self.assertIn("he_normal", self.one_line(3, "run", "relu.toml", "--set", "theory.initializer=he_normel"))

    def test_of_a_sweep_is_another_at_every_point(self):
        self.write("swept.toml", (self.folder / "relu.toml").read_text() +
                   "[sweep]\n'theory.initializer' = ['he_normal', 'lecun_normal']\n")
        text = self.works("run", "swept.toml")
        self.assertIn("\nTheory: of he_normal, lecun_normal (theory.initializer).\n", text)
        he, lecun = text.split("\nTheory\n")[1].split("theory.initializer = lecun_normal")
        self.assertNotIn("FAIL\n", he)
        self.assertIn("FAIL\n", lecun)


class Theory(ProgramTest):
    def rows(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.works("theory", *arguments, "--csv", "-"))))

    def test_it_has_the_layout_of_a_run(self):
        text = self.works("theory", "swept.toml")
        self.assertIn("layer  var h  mean x  mean x²  spread", text)
        self.assertIn("network.depth = 4, network.initializer = he_normal", text)

    def test_the_table_is_that_of_he_weights(self):
        self.write("relu.toml", RELU)
        last = [row for row in self.rows("relu.toml") if row["layer"] == "20" and row["observable"] == "activation.second_moment"]
        self.assertAlmostEqual(float(last[0]["infinite_width"]), 1, 12)
        self.assertAlmostEqual(float(last[0]["relative_spread"]), (1.01 ** 20 - 1) ** 0.5, 10)

    def test_the_table_is_stored_in_a_file(self):
        self.works("theory", "small.toml", "--csv", "theory.csv")
        self.assertTrue((self.folder / "theory.csv").read_text().startswith("layer,observable,infinite_width"))
        self.one_line(4, "theory", "small.toml", "--csv", "theory.csv")
        self.works("theory", "small.toml", "--csv", "theory.csv", "--force")

    def test_it_says_why_there_is_none(self):
        self.assertIn("No theory: its weights are all the same number.",
                      self.works("theory", "small.toml", "--set", "network.initializer={ plugin = 'constant', value = 1.0 }"))

    def test_ten_thousand_layers_take_seconds(self):
        with self.within(5):
            self.works("theory", "small.toml", "--set", "network.depth=10000", "--set", "network.width=500")


if __name__ == "__main__":
    unittest.main()
