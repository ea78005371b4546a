"""Weights from NumPy's own archives, against NumPy's own products."""

import csv
import unittest

from program import ProgramTest

try:
    import numpy
except ImportError:
    numpy = None


@unittest.skipIf(numpy is None, "numpy is not installed")
class FromFile(ProgramTest):
    # Layers of one unit: the signal is a product of weights, rounded once a layer, in any order of summation.
    EXPERIMENT = """\
trials = 2
precision = "float64"
[network]
width = [1, 1, 1]
activation = "identity"
initializer = { plugin = "from_file", path = "data/w.npz", arrays = "third, first,second" }
[input]
distribution = "constant"
value = 0.1
"""

    def test_archives_of_both_kinds_give_the_bits_of_numpy(self):
        weights = {name: numpy.random.default_rng(seed).normal(size=(1, 1))
                   for seed, name in enumerate(("first", "second", "third"))}
        (self.folder / "data").mkdir()
        self.write("f.toml", self.EXPERIMENT)
        expected, signal = {}, 0.1
        for layer, name in enumerate(("third", "first", "second"), start=1):
            signal *= weights[name].item()
            expected[layer] = signal
        for save in (numpy.savez, numpy.savez_compressed):
            save(self.folder / "data/w.npz", bias=numpy.ones(3), **weights)
            csv_file = f"{save.__name__}.csv"
            self.initlab("run", "f.toml", "--csv", csv_file).check_returncode()
            with open(self.folder / csv_file, newline="", encoding="utf-8") as file:
                rows = [row for row in csv.DictReader(file) if row["observable"] == "activation.mean"]
            measured = {int(row["layer"]): float(row["mean"]) for row in rows}
            for layer, value in expected.items():
                self.assertEqual(measured[layer], value, f"layer {layer}, {save.__name__}")

    def test_an_array_that_is_no_matrix_is_told(self):
        (self.folder / "data").mkdir()
        self.write("f.toml", self.EXPERIMENT.replace(', arrays = "third, first,second"', ""))
        numpy.savez(self.folder / "data/w.npz", first=numpy.ones((1, 1)), bias=numpy.ones(3))
        self.assertIn("array 'bias' has 1 axis (a weight matrix has two). Name the weight matrices in 'arrays'",
                      self.fails(2, "run", "f.toml"))

    def test_is_listed_and_shown_like_a_plugin(self):
        for command in (("plugins", "list"), ("plugins", "show", "from_file")):
            self.assertIn("from_file", self.works(*command))


if __name__ == "__main__":
    unittest.main()
