"""docs/experiments.md has exactly the keys and quantities that the program has, and its examples run."""

import re
import shlex
import tempfile
import tomllib
import unittest
from pathlib import Path

from laboratory import EXPERIMENTS, SOURCE, initlab, measure

REFERENCE = (SOURCE / "docs" / "experiments.md").read_text()
QUICKSTART = EXPERIMENTS / "quickstart.toml"


def section(title):
    """The text below that heading, up to the next one."""
    return re.search(rf"^### {re.escape(title)}\n(.*?)(?=^##)", REFERENCE, re.M | re.S).group(1)


def rows_of_table(text, first_column):
    """Cells of the rows of the table that begins with that column's title."""
    lines = text[text.index(f"| {first_column} |"):].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def names(cell):
    return re.findall(r"`([^`]+)`", cell)


def keys_known_to_the_program(prefix=""):
    """It names them when it meets one that it does not know."""
    text, code = initlab("run", QUICKSTART, "--dry-run", "--set", f"{prefix}no_such_key=1")
    assert code == 2, text
    return set(re.search(r"known here: (.*?)\)", text).group(1).split(", "))


def write_one_row(file, numbers):
    """Bytes, in NumPy's format 1.0 (numpy.lib.format)."""
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': (1, {numbers}), }}".encode()
    file.write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes([1]) * numbers)


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", REFERENCE, re.M | re.S)


class Reference(unittest.TestCase):
    def test_it_has_the_keys_of_every_table(self):
        for title, prefix in (("At the top", ""), ("[network]", "network."), ("[measure]", "measure."),
                              ("[theory]", "theory.")):
            with self.subTest(title):
                documented = {name for row in rows_of_table(section(title), "key") for name in names(row[0])}
                self.assertEqual(documented, keys_known_to_the_program(prefix=prefix))

    def test_it_has_the_keys_of_every_distribution_of_inputs(self):
        values = {"correlation": "0.5", "value": "2.0", "path": "row.npy", "first_row": "0", "normalize": "true"}
        belongs_to = {names(row[0])[0]: row[1] for row in rows_of_table(section("[input]"), "key")}
        self.assertEqual(set(belongs_to), keys_known_to_the_program(prefix="input."))
        self.assertEqual({key for key, whose in belongs_to.items() if whose not in ("", "all")}, set(values))
        with tempfile.TemporaryDirectory() as folder:
            write_one_row(Path(folder) / "row.npy", numbers=256)
            (Path(folder) / "quickstart.toml").write_text(QUICKSTART.read_text())
            for distribution in ("gaussian", "sphere", "constant", "file"):
                required = {"path"} if distribution == "file" else set()
                for key in values:
                    with self.subTest(distribution, key=key):
                        given = [f"input.distribution={distribution}", *(f"input.{k}={values[k]}" for k in required | {key})]
                        changes = [word for setting in given for word in ("--set", setting)]
                        text, code = initlab("run", "quickstart.toml", "--dry-run", *changes, folder=folder)
                        self.assertEqual(code == 0, distribution in belongs_to[key].split(", "), text)

    def test_it_has_every_quantity(self):
        documented = {name for row in rows_of_table(section("[measure]"), "quantity") for name in names(row[0])}
        everything = ["--set", "network.architecture=residual-full", "--set", "input.count=2", "--set",
                      "measure.observables=['forward', 'gradient', 'correlation', 'gradient-correlation']"]
        self.assertEqual(documented, {row["observable"] for row in measure(QUICKSTART, "--trials", "1", *everything)})

    def test_a_key_left_out_has_the_default_that_it_states(self):
        stated = {("At the top", ""): ["seed", "engine", "precision"], ("[network]", "network."): ["architecture"],
                  ("[input]", "input."): ["distribution", "count"], ("[measure]", "measure."): ["observables"]}
        minimal = 'trials = 3\n[network]\nwidth = 8\ndepth = 2\nactivation = "tanh"\ninitializer = "normal"\n'
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "minimal.toml"
            file.write_text(minimal)
            without = measure(file)
            for (title, prefix), keys in stated.items():
                default = {name: row[-3] for row in rows_of_table(section(title), "key") for name in names(row[0])}
                for key in keys:
                    with self.subTest(key):
                        self.assertEqual(measure(file, "--set", f"{prefix}{key}={names(default[key])[0]}"), without)

    def test_its_examples_run(self):
        with tempfile.TemporaryDirectory() as folder:
            texts = blocks("toml")
            self.assertEqual(len(texts), 3)
            for text in texts:
                tomllib.loads(text)
                (Path(folder) / "example.toml").write_text(text)
                output, code = initlab("run", "example.toml", "--dry-run", folder=folder)
                self.assertEqual(code, 0, output)
            (Path(folder) / "tanh_scale.toml").write_text(texts[0])
            commands = [line for block in blocks("sh") for line in block.splitlines()]
            self.assertGreaterEqual(len(commands), 8)
            for command in commands:
                with self.subTest(command):
                    self.assertTrue(command.startswith(("initlab run ", "initlab theory ")))
                    words = shlex.split(command)[1:]
                    complete = words[0] == "theory" or "--trials" in words or "--only" in words
                    short = [] if complete else ["--trials", "2"]
                    output, code = initlab(*words, *short, folder=folder)
                    self.assertEqual(code, 0, output)


if __name__ == "__main__":
    unittest.main()
