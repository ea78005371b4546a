#!/usr/bin/env python3
"""Result files: where they may be written, that they are whole, and what they hold."""

import csv
import io
import json
import math
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

from program import INITLAB, SWEPT, ProgramTest, environment

TIDY_FIELDS = ("count", "mean", "standard_error", "std", "min", "max", "log_mean", "log_std")
FIELDS = TIDY_FIELDS + ("nonfinite", "log_count")


class Places(ProgramTest):
    def refused(self, option, name, **how):
        return self.one_line(4, "run", "small.toml", option, name, **how)

    def test_names_with_blanks_line_ends_and_letters_of_all_kinds(self):
        for name in ("a b.nc", "zwei\nZeilen.nc", "große Tiefe ∞.nc", "-dash.nc", "'quotes\".nc"):
            self.works("run", "small.toml", "--quiet", "--output=" + name, "--csv=" + name + ".csv")
            self.assertTrue({name, name + ".csv", name + ".run.json"} <= set(self.files()))

    def test_an_existing_file_is_kept_unless_forced(self):
        for option in ("--output", "--csv"):
            path = self.write("old", "precious")
            self.assertEqual(self.refused(option, "old"), "old exists already; choose another name or add --force")
            self.assertEqual(path.read_text(), "precious")
            self.works("run", "small.toml", "--quiet", "--force", option, "old")
            self.assertNotEqual(path.read_bytes()[:8], b"precious")

    def test_a_folder_that_is_missing(self):
        for option in ("--output", "--csv"):
            self.assertEqual(self.refused(option, "no/where.nc"),
                             "no/where.nc has no place (there is no folder no); create the folder first")

    def test_a_name_that_is_no_files(self):
        (self.folder / "d").mkdir()
        os.mkfifo(self.folder / "pipe")
        for option in ("--output", "--csv"):
            self.assertEqual(self.refused(option, "d"), "d is a folder; name a file in it")
            self.assertEqual(self.refused(option, "/"), "'/' is not the name of a file")
            self.assertEqual(self.refused(option, ""), "'' is not the name of a file")
            self.assertEqual(self.refused(option, "/dev/null"),
                             "/dev/null is not a regular file (it cannot be replaced as a whole); choose another name")
            self.assertIn("pipe is not a regular file", self.refused(option, "pipe"))
            self.assertIn("File name too long", self.refused(option, "x" * 300))
            self.assertIn("a.toml/b.nc", self.refused(option, str(self.write("a.toml", "") / "b.nc")))

    def test_a_folder_that_may_not_be_written(self):
        locked = self.folder / "locked"
        locked.mkdir()
        locked.chmod(0o555)
        self.folder.chmod(0o755)
        self.addCleanup(locked.chmod, 0o755)
        wrapper = ()
        if os.geteuid() == 0:  # to whom everything is allowed
            wrapper = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            allowed = shutil.which("setpriv") and subprocess.run([*wrapper, INITLAB, "--version"], capture_output=True)
            if not allowed or allowed.returncode != 0:
                self.skipTest("the program cannot be run as another user")
        for option in ("--output", "--csv"):
            self.assertEqual(self.refused(option, "locked/a.nc", wrapper=wrapper),
                             "locked/a.nc cannot be written (Permission denied). Choose a folder that you may write "
                             "to.")

    def test_one_name_for_two_files(self):
        (self.folder / "d").mkdir()
        self.assertEqual(self.one_line(2, "run", "small.toml", "--output", "a", "--csv", "d/../a", "--force"),
                         "--output and --csv both name d/../a. Give them different names.")

    def test_no_trial_is_run_before_the_place_is_known_to_be_good(self):
        self.write("old.nc", "precious")
        with self.within(0.5):
            self.one_line(4, "run", "small.toml", "--output", "old.nc", "--trials", "100000000")


class Streams(ProgramTest):
    def stored(self, **how):
        """Its exit code and complaint, of a run whose report cannot be read but whose file is whole."""
        expected = self.works("run", "small.toml", "--csv", "-")
        (self.folder / "a.csv").unlink(missing_ok=True)
        done = self.initlab("run", "small.toml", "--csv", "a.csv", "--output", "a.nc", "--force", **how)
        self.assertEqual((self.folder / "a.csv").read_text(), expected)
        return done.returncode, done.stderr

    def test_a_full_disk_behind_standard_output_is_no_success(self):
        with open("/dev/full", "w") as full:
            self.assertEqual(self.stored(stdout=full), (4, "initlab: standard output: No space left on device\n"))
            for arguments in (["--help"], ["--version"], ["plugins", "list"], ["run", "small.toml", "--dry-run"],
                              ["run", "small.toml", "--csv", "-"]):
                self.assertEqual(self.initlab(*arguments, stdout=full).returncode, 4)

    def test_a_reader_that_has_gone_gets_no_complaint(self):
        read, write = os.pipe()
        os.close(read)
        with open(write, "w") as pipe:
            self.assertEqual(self.stored(stdout=pipe), (4, ""))

    def test_a_reader_that_goes_after_one_line(self):
        script = f"'{INITLAB}' run swept.toml --csv a.csv | head -1"
        done = subprocess.run(["bash", "-c", script], cwd=self.folder, env=environment(), capture_output=True,
                              text=True)
        self.assertEqual((done.stdout, done.stderr), ("Small\n", ""))
        self.assertEqual((self.folder / "a.csv").read_text(), self.works("run", "swept.toml", "--csv", "-"))

    def test_closed_streams(self):
        expected = self.works("run", "small.toml", "--csv", "-")
        for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
            script = f"'{INITLAB}' run small.toml --csv a.csv --output a.nc --force {closed}"
            code = subprocess.run(["bash", "-c", script], cwd=self.folder, env=environment(),
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
            self.assertEqual(code, 4 if ">&-" in closed.split() else 0, closed)
            self.assertEqual((self.folder / "a.csv").read_text(), expected, closed)
            self.assertEqual((self.folder / "a.nc").read_bytes()[1:4], b"HDF", closed)

    def test_interrupted_leaves_no_half_written_file(self):
        before = self.files()
        for delay in (0.05, 0.3):
            run = subprocess.Popen([INITLAB, "run", "small.toml", "--trials", "100000000", "--output", "a.nc",
                                    "--csv", "a.csv", "--force"],
                                   cwd=self.folder, env=environment(), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
            time.sleep(delay)
            self.assertIsNone(run.poll())
            run.send_signal(signal.SIGINT)
            self.assertIn(run.wait(timeout=10), (75, -signal.SIGINT))  # the latter before the run has begun
            self.assertEqual([name for name in self.files() if not name.endswith(".journal")], before)


class Table(ProgramTest):
    def test_is_all_there_is_on_standard_output(self):
        text = self.works("run", "swept.toml", "--csv", "-")
        self.assertEqual(text.splitlines()[0],
                         "network.depth,network.initializer,layer,observable," + ",".join(TIDY_FIELDS))
        rows = list(csv.reader(io.StringIO(text)))
        self.assertEqual({len(row) for row in rows}, {len(TIDY_FIELDS) + 4})
        self.assertEqual(self.works("run", "swept.toml", "--csv", "-", "--quiet"), text)

    def test_of_single_quantities_has_their_rows_of_the_whole_table(self):
        one = ["run", "swept.toml", "--csv", "-", "--set"]
        whole = self.works(*one, "measure.observables=['forward', 'gradient']").splitlines()
        names = ("activation.variance", "gradient.bias")
        some = self.works(*one, f"measure.observables={list(names)}").splitlines()
        self.assertEqual(some, [row for row in whole if row == whole[0] or row.split(",")[3] in names])
        self.assertGreater(len(some), 1)

    def test_is_the_same_in_a_file(self):
        self.works("run", "swept.toml", "--quiet", "--csv", "a.csv")
        self.assertEqual((self.folder / "a.csv").read_text(), self.works("run", "swept.toml", "--csv", "-"))

    def test_of_a_short_point_has_no_rows_beyond_its_depth(self):
        rows = self.table("swept.toml")
        for depth in ("2", "4"):
            layers = {row["layer"] for row in rows if row["network.depth"] == depth}
            self.assertEqual(max(layers), depth)


class NetCdf(ProgramTest):
    def setUp(self):
        super().setUp()
        try:
            import xarray
        except ImportError:
            self.skipTest("xarray is not installed")
        self.open = lambda name: xarray.load_dataset(self.folder / name)

    def test_has_names_coordinates_and_attributes(self):
        self.works("run", "swept.toml", "--quiet", "--output", "a.nc", "--set", "network.width=5", "--trials", "4")
        data = self.open("a.nc")
        self.assertEqual(dict(data.sizes), {"network.depth": 2, "network.initializer": 2, "layer": 5, "statistic": 10})
        self.assertEqual(list(data["network.depth"].values), [2, 4])
        self.assertEqual(list(data["network.initializer"].values), ["he_normal", "normal(std=0.25)"])
        self.assertEqual(list(data["layer"].values), [0, 1, 2, 3, 4])
        self.assertEqual(list(data["statistic"].values), list(FIELDS))
        self.assertEqual(data.attrs["title"], "Small")
        self.assertEqual(data.attrs["experiment_name"], "swept.toml")
        self.assertEqual(data.attrs["experiment_text"], SWEPT)
        self.assertEqual(data.attrs["overrides"], ["network.width=5", "trials=4"])
        self.assertEqual((data.attrs["seed"], data.attrs["seed_text"], data.attrs["trials"]), (3, "3", 4))
        self.assertEqual((data.attrs["precision"], data.attrs["engine"]), ("float32", "revealed"))
        plugins = json.loads(data.attrs["plugins"])
        self.assertEqual([plugin["id"] for plugin in plugins], ["tanh", "he_normal", "normal"])
        for name in data.attrs["quantities"]:
            self.assertEqual(data[name].dims, ("network.depth", "network.initializer", "layer", "statistic"))
        for name in data.data_vars:
            self.assertIn("long_name", data[name].attrs)
            self.assertTrue("units" in data[name].attrs or "flag_meanings" in data[name].attrs)

    def test_a_seed_beyond_the_integers_of_toml_survives(self):
        self.works("run", "small.toml", "--quiet", "--output", "a.nc", "--seed", "18446744073709551615")
        data = self.open("a.nc")
        self.assertEqual((int(data.attrs["seed"]), data.attrs["seed_text"]), (2**64 - 1, str(2**64 - 1)))

    def test_has_the_numbers_of_the_table(self):
        self.works("run", "swept.toml", "--quiet", "--output", "a.nc", "--csv", "a.csv")
        data = self.open("a.nc")
        with open(self.folder / "a.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        seen = 0
        for row in rows:
            place = {"network.depth": float(row["network.depth"]), "network.initializer": row["network.initializer"],
                     "layer": int(row["layer"])}
            numbers = data[row["observable"]].sel(place).values
            for number, text in zip(numbers, (row[field] for field in TIDY_FIELDS)):
                seen += 1
                self.assertTrue(math.isnan(number) if text == "" else number == float(text), (row, number))
        self.assertEqual(seen, len(rows) * len(TIDY_FIELDS))
        counted = sum(int((data[name].sel(statistic="count") > 0).sum()) for name in data.attrs["quantities"])
        self.assertLessEqual(counted, len(rows))

    def test_has_the_predictions_of_initlab_theory_beside_them(self):
        self.works("run", "swept.toml", "--quiet", "--output", "a.nc", "--trials", "20")
        self.works("theory", "swept.toml", "--csv", "theory.csv")
        data = self.open("a.nc")
        with open(self.folder / "theory.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertGreater(len(rows), 50)
        for row in rows:
            name = row["observable"]
            place = {"network.depth": float(row["network.depth"]), "network.initializer": row["network.initializer"],
                     "layer": int(row["layer"])}
            mean = None
            for suffix in ("infinite_width", "finite_width"):
                number = data[f"{name}.{suffix}"].sel(place).item()
                self.assertTrue(math.isnan(number) if row[suffix] == "" else number == float(row[suffix]), (row, number))
                mean = mean if math.isnan(number) else number
            if row["relative_spread"]:
                spread = data[name + ".predicted_std"].sel(place).item() / abs(mean)
                self.assertAlmostEqual(spread, float(row["relative_spread"]), delta=1e-14 * spread)
        known = sum(int(data[name].notnull().sum()) for name in data.data_vars if name.endswith(".infinite_width"))
        self.assertEqual(known, len(rows))

    def test_has_the_verdicts_of_the_table(self):
        for arguments in (["--seed", "3"], ["--seed", "4", "--set", "network.width=4"]):
            text = self.works("run", "small.toml", "--trials", "200", "--output", "a.nc", "--force", *arguments)
            told = re.search(r"(\d+) numbers compared with theory: (\d+) PASS, (\d+) FAIL, (\d+) UNRELIABLE",
                             " ".join(text.split()))
            data = self.open("a.nc")
            flags = [name for name in data.data_vars if name.endswith("verdict")]
            self.assertEqual(data[flags[0]].attrs["flag_meanings"], "pass fail unreliable none")
            counts = [sum(int((data[name] == value).sum()) for name in flags) for value in (0, 1, 2)]
            self.assertEqual([sum(counts), *counts], [int(number) for number in told.groups()])

    def test_of_a_quantity_without_theory_has_no_table(self):
        report = self.works("run", "small.toml", "--set", "measure.observables=['activation.kurtosis']")
        self.assertIn("\nTheory\nVerdict -, no theory: activation.kurtosis.\n", report)

    def test_without_theory_says_why(self):
        self.works("run", "small.toml", "--quiet", "--output", "a.nc", "--set",
                   'network.initializer={ plugin = "constant", value = 0.5 }')
        data = self.open("a.nc")
        self.assertEqual(data.attrs["no_theory"], "its weights are all the same number")
        self.assertEqual(set(data.data_vars), set(data.attrs["quantities"]))

    def test_the_record_of_the_run_is_beside_it(self):
        self.works("run", "small.toml", "--quiet", "--output", "a b.nc", "--threads", "2", "--backend", "tbb")
        record = json.loads((self.folder / "a b.nc.run.json").read_text())
        self.assertEqual((record["backend"], record["threads"]), ("tbb", 2))
        self.assertEqual(record["command_line"],
                         "initlab run small.toml --quiet --output 'a b.nc' --threads 2 --backend tbb")
        self.assertRegex(record["started"], r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
        self.assertGreater(record["trials_per_second"], 0)


if __name__ == "__main__":
    unittest.main()
