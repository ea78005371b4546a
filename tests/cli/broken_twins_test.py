#!/usr/bin/env python3
"""Copies of initializers with one mistake each: the verdict of a run finds it, and passes the original in the same file.

All seeds are fixed. A correct run has a FAIL with probability 1/1000 at most; how surely a mistake is found is said beside
each test, counted with `initlab run FILE --check --quiet --seed 1`, 2, 3, ..."""

import unittest

from program import TEST_PLUGINS, ProgramTest

NETWORK = """\
trials = {trials}
[network]
{network}
initializer = "{original}"
[input]
distribution = "sphere"
[theory]
initializer = "{original}"
"""


class BrokenTwins(ProgramTest):
    def verdict(self, initializer, *more):
        """The exit code of a run with --check, and its report."""
        done = self.initlab("run", "experiment.toml", "--check", "--threads", "1", "--plugin-path", TEST_PLUGINS / "bad",
                            "--set", f"network.initializer={initializer}", *more)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout

    def fails_beside_its_original(self, twin, *, original, network, trials, honest=None):
        self.write("experiment.toml", NETWORK.format(trials=trials, network=network, original=original))
        code, report = self.verdict(honest or original)
        self.assertEqual(code, 0, report)
        self.assertIn("Verdict: PASS. ", report)
        code, report = self.verdict(twin)
        self.assertEqual(code, 1, report)
        self.assertIn("Verdict: FAIL. ", report)

    # Of 30 seeds, 30. The length of x_20 is 1.03^40 = 3.3 times too large, in 0.3 s.
    def test_three_percent_too_much_standard_deviation_in_the_stated_law(self):
        with self.within(10):
            self.fails_beside_its_original("states_three_percent_more", original="he_normal", trials=40,
                                           network='depth = 20\nwidth = 500\nactivation = "relu"')

    def test_three_percent_agree_with_themselves_where_theory_reads_their_own_law(self):
        self.write("experiment.toml", NETWORK.format(trials=40, network='depth = 20\nwidth = 500\nactivation = "relu"',
                                                     original="he_normal").split("[theory]")[0])
        self.assertEqual(self.verdict("states_three_percent_more")[0], 0)

    # Of 100 seeds, 100.
    def test_fan_out_for_fan_in(self):
        self.fails_beside_its_original("takes_the_wrong_fan", original="he_normal", trials=100,
                                       network='width = [50, 100, 50]\nactivation = "relu"')

    # Of 100 seeds, 100.
    def test_a_forgotten_depth_factor(self):
        self.fails_beside_its_original("forgets_the_depth", original="depth_scaled", trials=100,
                                       network='architecture = "residual-full"\ndepth = 10\nwidth = 100\nactivation = "tanh"')

    # Powers of one matrix: its largest singular directions meet again in every layer, so lengths grow. Of 100 seeds 21 are
    # found with 200 networks, 86 with 400, and 100 with 800 or with these 2000.
    def test_one_matrix_for_all_layers(self):
        self.fails_beside_its_original("repeats_the_first_layer", original="he_normal", trials=2000,
                                       network='depth = 6\nwidth = 20\nactivation = "relu"',
                                       honest="{ plugin = 'draws_three_percent_more', factor = 1.0 }")

    # Of 100 seeds of the plugin, 100.
    def test_one_matrix_for_all_layers_and_networks(self):
        self.fails_beside_its_original("seeds_every_matrix_alike", original="he_normal", trials=500,
                                       network='depth = 6\nwidth = 20\nactivation = "relu"',
                                       honest="{ plugin = 'draws_three_percent_more', factor = 1.0 }")


if __name__ == "__main__":
    unittest.main()
