#!/usr/bin/env python3
"""Files that are no experiment, experiments that are written unusually, and changes to them on the command line."""

import os
import shutil
import subprocess
import unittest

from program import SMALL, ProgramTest, environment


class NoExperiment(ProgramTest):
    def refused(self, name):
        with self.within(0.5):
            return self.one_line(2, "run", name)

    def test_missing(self):
        self.assertEqual(self.refused("nowhere.toml"), "nowhere.toml: there is no such file")
        self.assertEqual(self.refused(""), "the name of the file to read is empty")

    def test_a_directory_a_pipe_a_device(self):
        (self.folder / "d.toml").mkdir()
        self.assertEqual(self.refused("d.toml"), "d.toml: is a directory, not a file")
        os.mkfifo(self.folder / "f.toml")
        self.assertEqual(self.refused("f.toml"), "f.toml: is a pipe, not a file")
        self.assertEqual(self.refused("/dev/zero"), "/dev/zero: is a device, not a file")

    def test_a_loop_of_links(self):
        os.symlink("loop.toml", self.folder / "loop.toml")
        self.assertTrue(self.refused("loop.toml").startswith("loop.toml: cannot be read ("))

    def test_too_large(self):
        with open(self.folder / "a.toml", "wb") as file:
            file.truncate(1 << 30)
        self.assertEqual(self.refused("a.toml"), "a.toml: has more than 1048576 bytes, which is no longer a text a "
                                                 "person wrote. Is it the right file?")

    def test_binary(self):
        self.write("a.toml", b"trials = 3\nti\0tle = 2\n")
        self.assertEqual(self.refused("a.toml"), "a.toml:2:3: there is a NUL byte. Is this a text file?")
        self.write("a.toml", b"trials = 3\ntitle = '\xff'\n")
        self.assertEqual(self.refused("a.toml"), "a.toml:2:10: the byte 0xFF is not UTF-8. Save the file as UTF-8.")

    def test_nested_a_hundred_thousand_times(self):
        for text in ("x = " + "[" * 100_000, "x = " + "{x=" * 100_000, "[" + "a." * 100_000 + "a]", "[" * 100_000):
            self.write("a.toml", text)
            self.assertTrue(self.refused("a.toml").startswith("a.toml:1:"))

    def test_empty(self):
        self.write("a.toml", "")
        self.assertEqual(self.refused("a.toml"), "a.toml: 'trials' is missing (an integer, between 1 and 4294967295)")

    def test_not_readable(self):
        path = self.write("a.toml", SMALL)
        path.chmod(0)
        self.folder.chmod(0o755)
        if os.geteuid() != 0:
            self.assertEqual(self.refused("a.toml"), "a.toml: cannot be read (Permission denied)")

    def test_a_mistake_is_told_with_the_path_as_typed(self):
        self.write("a.toml", "trails = 3\n" + SMALL)
        for name in ("a.toml", "./a.toml", str(self.folder / "a.toml")):
            self.assertEqual(self.refused(name), f"{name}:1:1: unknown key 'trails' (did you mean 'trials'?)")

    def test_several_mistakes_are_told_together(self):
        self.write("a.toml", "trails = 3\n" + SMALL + "widht = 3\n")
        self.assertEqual(len(self.fails(2, "run", "a.toml").splitlines()), 2)


class UnusuallyWritten(ProgramTest):
    def test_byte_order_mark_and_windows_line_ends_change_no_number(self):
        expected = self.works("run", "small.toml", "--csv", "-")
        for name, content in (("bom.toml", b"\xef\xbb\xbf" + SMALL.encode()),
                              ("crlf.toml", SMALL.replace("\n", "\r\n"))):
            self.write(name, content)
            self.assertEqual(self.works("run", name, "--csv", "-"), expected)

    def test_the_locale_changes_nothing(self):
        expected = self.works("run", "swept.toml", "--csv", "-")
        report = self.works("run", "swept.toml", "--dry-run", "--memory", "4GiB")
        for name in self.comma_locales():
            env = environment(LC_ALL=name, LOCPATH=str(self.folder))
            self.assertEqual(self.works("run", "swept.toml", "--csv", "-", env=env), expected)
            self.assertEqual(self.works("run", "swept.toml", "--dry-run", "--memory", "4GiB", env=env), report)

    def comma_locales(self):
        """A German locale, made here where the system has the sources, and that of the system's name."""
        if shutil.which("localedef"):
            subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", self.folder / "de_DE.UTF-8"],
                           check=False, capture_output=True)
        return ("de_DE.UTF-8", "C", "nonsense")

    def test_from_another_folder_with_a_relative_input(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("numpy is not installed")
        rows = numpy.arange(1, 17, dtype=numpy.float32).reshape(2, 2, 4)
        (self.folder / "data").mkdir()
        numpy.save(self.folder / "data/x.npy", rows)
        self.write("a.toml", SMALL + '[input]\ndistribution = "file"\npath = "data/x.npy"\ncount = 2\n')
        (self.folder / "elsewhere").mkdir()
        here = self.table("a.toml")
        self.assertEqual(self.table("../a.toml", cwd=self.folder / "elsewhere"), here)
        self.assertEqual(self.table(self.folder / "a.toml", cwd="/"), here)
        square = next(row for row in here if row["layer"] == "0" and row["observable"] == "activation.second_moment")
        self.assertEqual(float(square["mean"]), float((rows.astype(float) ** 2).mean()))

    def test_numpy_files_of_every_kind(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("numpy is not installed")
        self.write("a.toml", SMALL + '[input]\ndistribution = "file"\npath = "x.npy"\ncount = 2\n')
        inputs = set()  # the weights differ: a point is keyed by its input's bytes
        for kind in ("float32", "float64", "uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64"):
            for version in ((1, 0), (2, 0), (3, 0)):
                with open(self.folder / "x.npy", "wb") as file:
                    numpy.lib.format.write_array(file, numpy.arange(24).astype(kind).reshape(3, 8), version=version)
                text = self.works("run", "a.toml", "--csv", "-")
                inputs.add("".join(line for line in text.splitlines() if line.startswith("0,")))
        self.assertEqual(len(inputs), 1)
        for array, told in ((numpy.asfortranarray(numpy.ones((3, 8))),
                             "is in Fortran order (save numpy.ascontiguousarray of it)"),
                            (numpy.ones((3, 8), ">f8"),
                             "holds elements of type '>f8' (readable are float32, float64 and integers)"),
                            (numpy.ones((1, 8)), "has 1 rows; rows 0 to 1 were asked for (counting from 0)"),
                            (numpy.full((2, 8), numpy.nan), "holds a number that is not finite, in row 0"),
                            (numpy.float64(3), "holds a single number, not rows")):
            numpy.save(self.folder / "x.npy", array)
            self.assertEqual(self.one_line(2, "run", "a.toml"), "x.npy: " + told)


class Changes(ProgramTest):
    def mean_square(self, *arguments):
        return [row["mean"] for row in self.table(*arguments) if row["observable"] == "activation.second_moment"]

    def test_set_is_the_same_as_writing_it(self):
        text = SMALL.replace("depth = 3", "depth = 2")
        self.write("a.toml", text.replace('"he_normal"', '{ plugin = "normal", std = 0.5 }'))
        self.assertEqual(self.table("small.toml", "--set", "network.depth=2", "--set",
                                    "network.initializer={plugin='normal', std=0.5}"), self.table("a.toml"))

    def test_trials_and_seed_are_the_same_as_set(self):
        self.assertEqual(self.table("small.toml", "--trials", "4", "--seed", "9"),
                         self.table("small.toml", "--set", "trials=4", "--set", "seed=9"))

    def test_set_ends_the_sweep_of_its_key(self):
        rows = self.table("swept.toml", "--set", "network.depth=4")
        self.assertNotIn("network.depth", rows[0])
        self.assertEqual({row["network.initializer"] for row in rows}, {"he_normal", "normal(std=0.25)"})

    def test_set_can_make_a_sweep(self):
        rows = self.table("small.toml", "--set", "sweep={'network.width'=[4, 5]}")
        self.assertEqual({row["network.width"] for row in rows}, {"4", "5"})

    def test_more_trials_keep_the_first_ones(self):
        one = [self.mean_square("small.toml", "--only", f"1:{trial}") for trial in (1, 6)]
        other = [self.mean_square("small.toml", "--trials", "50", "--only", f"1:{trial}") for trial in (1, 6)]
        self.assertEqual(other, one)

    def test_set_that_changes_nothing_is_told(self):
        self.assertEqual(self.one_line(2, "run", "swept.toml", "--set", "network.initializer.std=2"),
                         "--set: 'network.initializer.std' would change nothing, because the file sweeps "
                         "'network.initializer' (swept.toml:13:1). Set 'network.initializer' as a whole.")


if __name__ == "__main__":
    unittest.main()
