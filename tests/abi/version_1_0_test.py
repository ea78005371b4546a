"""Plugins as they were written for ABI 1.0, whose header is kept beside them, build by their recipe and work in this
program: against the header of their time (an old binary) and against today's (an old source)."""

import csv
import io
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).parent / "version_1_0"
SDK = Path(__file__).parents[2] / "framework/sdk"
INITLAB = os.environ["INITLAB"]

C_RECIPE = ["gcc", "-std=c11", "-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off"]
CPP_RECIPE = ["g++", "-std=c++20", "-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off", "-fno-gnu-unique",
              f"-I{SDK}"]

EXPERIMENT = """\
trials = 3
[network]
architecture = "{architecture}"
depth = 3
width = 16
activation = {activation}
initializer = {initializer}
"""


class Version10(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def built(self, folder, recipe, source, *flags):
        (self.folder / folder).mkdir()
        command = [*recipe, *flags, HERE / source, "-o", self.folder / folder / f"{Path(source).stem}.so"]
        done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def told(self, command, folder, *options, **network):
        (self.folder / "e.toml").write_text(EXPERIMENT.format(**network))
        done = subprocess.run([INITLAB, command, "e.toml", "--plugin-path", folder, *options], cwd=self.folder,
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def predicted(self, folder, **network):
        rows = csv.DictReader(io.StringIO(self.told("theory", folder, "--csv", "-", **network)))
        return {(row["layer"], row["observable"]): float(row["infinite_width"]) for row in rows if row["infinite_width"]}

    def test_an_activation_in_c_against_both_headers(self):
        network = {"architecture": "plain", "initializer": '"he_normal"'}
        theirs = {"activation": '{ plugin = "leaky_of_1_0", slope = 0.3 }', **network}
        ours = self.predicted(".", activation='{ plugin = "leaky_relu", slope = 0.3 }', **network)
        self.assertGreater(len(ours), 5)
        tables = []
        for folder, header in (("old", '"abi.h"'), ("new", f'"{SDK}/initlab/abi.h"')):
            self.built(folder, C_RECIPE, "leaky_of_1_0.c", f"-DINITLAB_ABI_HEADER={header}")
            tables.append(self.told("run", folder, "--csv", "-", **theirs))
            self.assertIn("Verdict: PASS", self.told("run", folder, "--check", "--trials", "100", **theirs))
            # It has fewer closed forms than ours: the program integrates, to 1e-9 at least.
            for place, mean in self.predicted(folder, **theirs).items():
                self.assertAlmostEqual(mean, ours[place], delta=1e-9 * abs(ours[place]), msg=place)
        self.assertEqual(*tables)

    def test_an_initializer_in_cpp_against_todays_sdk(self):
        self.built("new", CPP_RECIPE, "depth_of_1_0.cpp")
        initializer = '{ plugin = "depth_of_1_0", power = 2, mode = "fan_out" }'
        self.assertIn("activation.second_moment",
                      self.told("run", "new", "--csv", "-", architecture="residual-full", activation='"tanh"', initializer=initializer))


if __name__ == "__main__":
    unittest.main()
