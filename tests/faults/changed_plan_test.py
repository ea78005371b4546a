#!/usr/bin/env python3
"""What may change between a run that was interrupted and --resume: nothing that would change a number, and each such thing is named."""

import os
import shutil
import struct
import unittest
from pathlib import Path

import journal_file
from interrupted import InterruptedTest
from program import environment

PLUGINS = Path(os.environ["INITLAB_PLUGINS"])

FILE = """\
title = "Changed"
trials = 40
engine = "dense"

[network]
depth = 2
width = 16
activation = {{ plugin = "leaky_relu", slope = 0.1 }}
initializer = "he_normal"

[input]
distribution = "file"
path = "rows.npy"

[sweep]
"network.width" = [16, 24, 32, 40]
{more}
"""


def npy(rows):
    """Rows of 4 float64 numbers."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({len(rows)}, 4), }}".encode()
    header = header.ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + b"".join(struct.pack("<4d", *row) for row in rows)


class ChangedPlan(InterruptedTest):
    """A run that was interrupted after half of its blocks."""

    def setUp(self):
        super().setUp()
        shutil.copytree(PLUGINS, self.folder / "plugins")
        self.folders = f"{self.folder}/plugins/activations:{self.folder}/plugins/initializers"
        self.write("changed.toml", FILE.format(more=""))
        self.write("rows.npy", npy([[1.0, 2.0, -1.0, 0.5]]))
        self.begin = ("run", "changed.toml", "--plugin-path", self.folders, "--quiet", "--output", "a.nc")
        process = self.start(*self.begin, "--threads", "1")
        self.wait_until(lambda: self.has_name(self.path("a.nc.journal"), self.path("held")), process)
        self.assertEqual(self.finish(process), (0, ""))
        self.expected = self.path("a.nc").read_bytes()
        whole = self.path("held").read_bytes()
        self.stopped = whole[:journal_file.parse(whole).records[2].place]
        for name in ("a.nc", "a.nc.run.json", "held"):
            self.path(name).unlink()
        self.write("a.nc.journal", self.stopped)

    def refused(self, *differences, arguments=("run", "a.nc", "--resume"), code=2, **how):
        """Each named; nothing has changed."""
        sentence = self.fails(code, *arguments, **how)
        for difference in differences:
            self.assertRegex(sentence, difference, arguments)
        self.assert_same_bytes(self.path("a.nc.journal").read_bytes(), self.stopped)
        return sentence

    def tolerated(self, *options, arguments=("run", "a.nc", "--resume", "--quiet"), **how):
        self.works(*arguments, *options, **how)
        self.assert_same_bytes(self.path("a.nc").read_bytes(), self.expected, options)
        self.path("a.nc").unlink()
        self.write("a.nc.journal", self.stopped)

    def test_settings_on_the_command_line(self):
        for options, difference in (
                (("--seed", "2"), r"\n  seed: 1 \(stored\) -> 2\n"),
                (("--trials", "41"), r"\n  trials: 40 \(stored\) -> 41\n"),
                (("--set", "network.width=17"), r"\n  .*network\.width"),
                (("--set", "network.depth=3"), r"\n  network\.depth: 2 \(stored\) -> 3\n"),
                (("--set", "network.activation.slope=0.2"), r"\n  network\.activation\.slope: 0\.1 \(stored\) -> 0\.2\n"),
                (("--set", "network.activation=relu"), r"\n  network\.activation: .*relu"),
                (("--set", "network.initializer=lecun_normal"), r"\n  network\.initializer: .*lecun_normal"),
                (("--set", "precision=float64"), r"\n  precision: float32 \(stored\) -> float64\n"),
                (("--set", "engine=revealed"), r"\n  engine: "),
                (("--set", "input.normalize=true"), r"\n  input\.normalize: "),
                (("--set", "measure.observables=[\"gradient\"]"), r"\n  measure\.observables: "),
                (("--set", "title='x'"), r"\n  title: ")):
            with self.subTest(options):
                self.refused(difference, arguments=("run", "a.nc", "--resume", *options))
                sentence = self.refused(difference, arguments=("run", "changed.toml", "--plugin-path", self.folders, "--output", "a.nc",
                                                               "--resume", *options))
                self.assertIn("Go on with the stored plan: initlab run a.nc --resume; or start anew with --force.", sentence)

    def test_settings_in_the_file(self):
        whole = FILE.format(more="")
        for old, new, difference in (("trials = 40", "trials = 50", r"\n  trials: 40 \(stored\) -> 50"),
                                     ("[16, 24, 32, 40]", "[16, 24, 32]", r"sweep|network\.width"),
                                     ("depth = 2", "depth = 3", r"network\.depth: 2 \(stored\) -> 3"),
                                     ("slope = 0.1", "slope = 0.11", r"slope: 0\.1 \(stored\) -> 0\.11")):
            self.write("changed.toml", whole.replace(old, new))
            self.refused(difference, arguments=(*self.begin, "--resume"))
            self.tolerated()  # the short form takes the text that the run was begun with

    def test_a_plugin_that_was_built_anew(self):
        library = self.folder / "plugins/activations/leaky_relu.so"
        original = library.read_bytes()
        library.write_bytes(original + b"\0")  # the same code, but nobody can know that
        self.refused(r"\n  plugin activation leaky_relu (SHA-256|file|sha256)[^\n]*: \w+")
        library.write_bytes(original)
        self.tolerated()

    def test_a_plugin_that_is_gone(self):
        shutil.rmtree(self.folder / "plugins/initializers")
        self.write("plugins/initializers/README", "")
        done = self.initlab("run", "a.nc", "--resume", env=environment(INITLAB_PLUGIN_PATH=""))
        if done.returncode == 0:  # another folder has the same file
            self.assert_same_bytes(self.path("a.nc").read_bytes(), self.expected)
        else:
            self.assertIn(done.returncode, (2, 3), done.stderr)
            self.assertIn("he_normal", done.stderr)

    def test_input_data(self):
        self.write("rows.npy", npy([[1.0, 2.0, -1.0, 0.25]]))
        self.refused(r"\n  input[^\n]*rows\.npy[^\n]*: \w+")
        self.path("rows.npy").unlink()
        self.refused(r"rows\.npy")
        self.write("rows.npy", npy([[1.0, 2.0, -1.0, 0.5]]))
        self.tolerated()

    def test_what_changes_no_number(self):
        for options in (("--threads", "1"), ("--threads", "5"), ("--backend", "serial"), ("--backend", "tbb"), ("--memory", "1GiB"),
                        ("--simd", "avx2"), ("--set", "trials=40"), ("--seed", "1"), ("--plugin-path", self.folders)):
            self.tolerated(*options)

    def test_the_folder_one_stands_in(self):
        (self.folder / "elsewhere").mkdir()
        self.tolerated(arguments=("run", "../a.nc", "--resume", "--quiet"), cwd=self.folder / "elsewhere")
        self.tolerated(arguments=("run", f"{self.folder}/a.nc", "--resume", "--quiet"), cwd="/")

    def test_comments_and_layout(self):
        self.write("changed.toml", "# Asked again.\n" + FILE.format(more="# and again").replace("depth = 2", "depth    =  2  # two"))
        self.tolerated(arguments=(*self.begin, "--resume"))

    def test_an_experiment_file_that_is_gone(self):
        self.path("changed.toml").unlink()
        self.tolerated()

    def test_of_a_finished_run(self):
        self.works("run", "a.nc", "--resume", "--quiet")
        finished = self.path("a.nc").read_bytes()
        sentence = self.fails(2, *self.begin, "--resume", "--seed", "2")
        self.assertRegex(sentence, r"a\.nc is of another plan; what differs:\n  seed: 1 \(stored\) -> 2\n")
        self.works(*self.begin, "--resume")
        self.assert_same_bytes(self.path("a.nc").read_bytes(), finished)

    def test_an_experiment_where_its_result_is_meant(self):
        self.assertEqual(self.one_line(2, "run", "changed.toml", "--resume"),
                         "--resume goes on with a result, and changed.toml is none. Name the result instead, or "
                         "beside it: initlab run changed.toml --output FILE.nc --resume")

    def test_options_that_contradict_each_other(self):
        for options in (("--resume", "--force"), ("--resume", "--only", "1:1"), ("--shard", "1")):
            done = self.initlab("run", "changed.toml", "--plugin-path", self.folders, "--output", "a.nc", *options)
            self.assertEqual(done.returncode, 2, done.stderr)
        self.assert_same_bytes(self.path("a.nc.journal").read_bytes(), self.stopped)


if __name__ == "__main__":
    unittest.main()
