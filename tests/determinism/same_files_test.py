#!/usr/bin/env python3
"""Whole result files, compared byte for byte. INITLAB is the program; CTest sets it."""

import os
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

# A point's trials fall into three blocks or more, the last one shorter: what is merged, and in which order, shows in
# the last bits.
EXPERIMENT = """\
trials = {trials}
precision = "{precision}"
engine = "{engine}"

[network]
width = [48, 40, 48, 48]
input_width = 33
activation = "{activation}"
initializer = "he_normal"

[input]
count = 3
distribution = "{distribution}"
correlation = 0.4

[measure]
observables = ["forward", "gradient"]

[sweep]
"network.initializer" = ["he_normal", "orthogonal", {initializers}]
"""
DENSE = dict(engine="dense", trials=3200, initializers='{ plugin = "uniform", bound = 0.2 }, "torch_default"')
REVEALED = dict(engine="revealed", trials=16000, initializers='{ plugin = "normal", std = 0.2, bias_std = 0.1 }')

KINDS = {
    "float32": dict(DENSE, precision="float32", activation="tanh", distribution="gaussian"),
    "float64": dict(DENSE, precision="float64", activation="relu", distribution="sphere"),
    "revealed": dict(REVEALED, precision="float32", activation="tanh", distribution="gaussian"),
    "revealed64": dict(REVEALED, precision="float64", activation="relu", distribution="sphere"),
}


class SameFiles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="initlab-determinism-")
        cls.addClassCleanup(holder.cleanup)
        cls.folder = Path(holder.name)
        for kind, words in KINDS.items():
            (cls.folder / f"{kind}.toml").write_text(EXPERIMENT.format(**words))
        cls.reference = {kind: cls.files_of(kind, "--backend", "serial") for kind in KINDS}

    @classmethod
    def files_of(cls, kind, *options):
        """The bytes of the netCDF file and of the table that a run writes."""
        subprocess.run([os.environ["INITLAB"], "run", f"{kind}.toml", "--quiet", "--force", "--output", "a.nc",
                        "--csv", "a.csv", *options], cwd=cls.folder, check=True, stdin=subprocess.DEVNULL)
        return (cls.folder / "a.nc").read_bytes(), (cls.folder / "a.csv").read_bytes()

    def expect_same(self, *options):
        for kind in KINDS:
            # Not assertEqual, which would print the bytes.
            self.assertTrue(self.files_of(kind, *options) == self.reference[kind], (kind, *options))

    def test_points_have_several_blocks(self):
        for kind, (points, blocks) in {"float32": (4, 12), "revealed": (3, 9)}.items():
            text = subprocess.run([os.environ["INITLAB"], "run", f"{kind}.toml", "--dry-run"], cwd=self.folder, check=True,
                                  capture_output=True, text=True).stdout
            self.assertIn(f"points   {points}\nblocks   {blocks}\n", text)

    def test_of_every_backend_and_number_of_threads(self):
        for backend in ("openmp", "tbb"):
            for threads in ("1", "2", "3", "8"):
                self.expect_same("--backend", backend, "--threads", threads)

    def test_of_narrower_vectors(self):
        self.expect_same("--simd", "avx2")

    def test_of_less_memory(self):
        self.expect_same("--memory", "400kB", "--threads", "1")

    def test_written_in_another_second(self):
        time.sleep(1.1)
        self.expect_same()

    def test_of_another_seed_differ(self):
        for kind in KINDS:
            netcdf, table = self.files_of(kind, "--seed", "2")
            self.assertFalse(netcdf == self.reference[kind][0])
            self.assertFalse(table == self.reference[kind][1])

    def test_of_another_order_of_the_settings_have_the_same_table(self):
        text = (self.folder / "float32.toml").read_text()
        head, _, rest = text.partition("[network]")
        network, measure, sweep = rest.partition("[measure]")
        (self.folder / "other.toml").write_text(head + "[measure]" + sweep + "\n[network]" + network)
        self.assertTrue(self.files_of("other")[1] == self.reference["float32"][1])


if __name__ == "__main__":
    unittest.main()
