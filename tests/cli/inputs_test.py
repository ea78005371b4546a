#!/usr/bin/env python3
"""Hostile and unusual surroundings of a run: what it costs to refuse a file, streams that are gone, limits of the
process; and that what a result stores is enough to make it again."""

import contextlib
import hashlib
import os
import re
import resource
import shutil
import subprocess
import time
import unittest
from pathlib import Path

from program import INITLAB, PATIENCE, SMALL, SWEPT, TEST_PLUGINS, ProgramTest, environment

MIB = 1 << 20


def until(something, patience=60 * PATIENCE):
    """What it gives as soon as that is something."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if found := something():
            return found
        time.sleep(0.002)
    raise TimeoutError


def links_of(process, name):
    """The numbers under which a process has a file open."""
    numbers = []
    for link in Path(f"/proc/{process}/fd").iterdir():
        with contextlib.suppress(OSError):  # closed meanwhile
            if os.readlink(link).endswith("/" + name):
                numbers.append(int(link.name))
    return numbers


class Costs(ProgramTest):
    """A file that is no experiment costs next to nothing, whatever it holds."""

    def cost(self, *arguments):
        """Exit code, sentence, and of the process alone: seconds of the processor and bytes of memory."""
        errors = self.folder / "errors"
        with open(errors, "wb") as err:
            run = subprocess.Popen([INITLAB, *map(str, arguments)], cwd=self.folder, env=environment(),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=err)
            _, status, usage = os.wait4(run.pid, 0)
            run.returncode = os.waitstatus_to_exitcode(status)
        sentence = errors.read_text()
        errors.unlink()
        return run.returncode, sentence, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024

    def cheap(self, *arguments, memory=64 * MIB):
        before = self.files()
        code, sentence, seconds, used = self.cost(*arguments)
        self.assertEqual((code, self.files()), (2, before), sentence)
        self.assertRegex(sentence, r"\Ainitlab: [^\n]+\n\Z")
        self.assertLess(seconds, 1 * PATIENCE, sentence)
        if PATIENCE == 1:  # a sanitizer keeps memory of its own
            self.assertLess(used, memory, sentence)
        return sentence

    def hostile_files(self):
        (self.folder / "directory.toml").mkdir()
        os.mkfifo(self.folder / "pipe.toml")
        with open(self.write("sparse.toml", SMALL), "r+b") as file:
            file.truncate(1 << 30)
        with open(self.write("sparse_plan.toml", "# A plan of initlab.\n"), "r+b") as file:
            file.truncate(1 << 30)
        self.write("nul.toml", SMALL.replace("8", "8\0"))
        self.write("latin.toml", SMALL.encode().replace(b"Small", b"Gr\xf6\xdfe"))
        self.write("brackets.toml", SMALL + "x = " + "[" * 100_000)
        self.write("tables.toml", SMALL + "x = " + "{x=" * 100_000)
        self.write("keys.toml", SMALL + "a." * 100_000 + "a = 1\n")
        self.write("parts.toml", "".join(f"[k{i}]\n" for i in range(80_000)))
        names = [path.name for path in self.folder.glob("*.toml") if path.name not in ("small.toml", "swept.toml")]
        return sorted(names) + ["/dev/zero", "/dev/stdin", "/proc/self/mem", "nowhere.toml"]

    def test_no_command_that_reads_an_experiment_spends_more_on_another_file(self):
        for name in self.hostile_files():
            for command in (["run"], ["theory"], ["plan", "--shards", "2", "-o", "plan.toml"]):
                limit = 512 * MIB if name == "parts.toml" else 64 * MIB  # a mebibyte of valid TOML: up to 100 times that
                self.cheap(command[0], name, *command[1:], memory=limit)

    def test_nothing_of_a_name_steers_a_terminal(self):
        self.write("a.toml", 'title = tr\x1c\x07\n')
        self.assertNotRegex(self.cheap("run", "a.toml"), r"[\x00-\x09\x0b-\x1f\x7f]")

    def test_a_network_of_more_layers_than_fit_is_refused_before_it_is_made(self):
        giant = ("run", "small.toml", "--set", "network.width=1", "--set", "network.depth=10000000",
                 "--set", f"sweep={{seed={list(range(1000))}}}")
        for arguments in (giant, (*giant, "--dry-run")):
            self.assertRegex(self.cheap(*arguments),
                             r"the plan of the run takes about \S+ GiB of memory \(1e\+10 layers in 1000 points\), and "
                             r"\S+ GiB are left\.")

    def test_a_network_wider_than_the_memory_is_refused_before_it_is_made(self):
        for change in ("network.width=2147483647", "input.count=2147483647"):
            sentence = self.cheap("run", "small.toml", "--trials", "1", "--memory", "1GiB", "--set", change)
            self.assertRegex(sentence, r"the run takes about \S+ [GTP]iB of memory on \d+ threads, and 1 GiB may be used")

    def test_sizes_whose_product_overflows_are_refused(self):
        sentence = self.cheap("run", "small.toml", "--trials", "1", "--memory", "1GiB", "--set", "network.depth=100",
                              "--set", "network.width=2147483647", "--set", "input.count=2147483647",
                              "--set", "precision=float64")
        told = float(re.search(r"about (\S+) TiB", sentence)[1]) * 2**40
        self.assertGreater(told, 8 * 2**62)  # the signals of one layer

    def test_many_points_are_planned_in_a_time_that_grows_with_their_number(self):
        def seconds(count):
            sweep = f"sweep={{'network.width'={list(range(1, 51))}, seed={list(range(count))}}}"
            code, sentence, used, _ = self.cost("run", "small.toml", "--dry-run", "--set", sweep)
            self.assertEqual(code, 0, sentence)
            return used
        # Six times as many; a search through all points at each of them would take 36 times as long.
        self.assertLess(seconds(600), 12 * seconds(100))


class Refusals(ProgramTest):
    def test_what_is_missing_has_the_code_of_inputs(self):
        for arguments in (["run", "nowhere.toml"], ["theory", "nowhere.toml"], ["plan", "nowhere.toml", "--shards", "2"],
                          ["run", "small.toml", "--plugin-path", "nowhere"]):
            self.one_line(2, *arguments)

    def test_a_key_given_twice_is_told_with_its_second_place(self):
        self.write("a.toml", SMALL + "width = 9\n")
        self.assertTrue(self.one_line(2, "run", "a.toml").startswith("a.toml:10:9: "))

    def test_an_unknown_key_is_never_ignored(self):
        for table, key, told in (("", "trails", "trials"), ("[input]\n", "cuont", "input.count"),
                                 ("[measure]\n", "observable", "measure.observables"),
                                 ("[theory]\n", "initialiser", "theory.initializer")):
            self.write("a.toml", f"{table}{key} = 1\n" + SMALL if not table else f"{SMALL}{table}{key} = 1\n")
            self.assertIn(f"(did you mean '{told}'?)", self.one_line(2, "run", "a.toml"))

    def test_a_seed_of_another_kind_is_refused(self):
        for text in ("1.0", "-1", "true", "1e3", "[1]", '"-1"', '"18446744073709551616"', '""'):
            self.write("a.toml", SMALL.replace("seed = 3", f"seed = {text}"))
            self.assertTrue(self.one_line(2, "run", "a.toml").startswith("a.toml:3:8: 'seed' "), text)


class Stored(ProgramTest):
    def sha256(self, name):
        return hashlib.sha256((self.folder / name).read_bytes()).hexdigest()

    def test_a_result_holds_what_makes_it_again(self):
        try:
            import xarray
        except ImportError:
            self.skipTest("xarray is not installed")
        self.write("a/e.toml", SWEPT.replace("seed = 3\n", ""))
        self.works("run", "a/e.toml", "--quiet", "--output", "a.nc", "--set", "network.width=5", "--trials", "9")
        attributes = xarray.load_dataset(self.folder / "a.nc").attrs
        self.assertEqual(attributes["seed_text"], "1")
        changes = [word for change in attributes["overrides"] for word in ("--set", change)]
        self.write("b/" + attributes["experiment_name"], attributes["experiment_text"])
        self.works("run", "b/e.toml", "--quiet", "--output", "b.nc", *changes)
        self.assertEqual(self.sha256("a.nc"), self.sha256("b.nc"))

    def test_the_locale_does_not_change_a_byte(self):
        self.works("run", "swept.toml", "--quiet", "--output", "a.nc")
        if shutil.which("localedef"):
            subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", self.folder / "de_DE.UTF-8"], check=False,
                           capture_output=True)
        self.works("run", "swept.toml", "--quiet", "--output", "b.nc",
                   env=environment(LC_ALL="de_DE.UTF-8", LOCPATH=str(self.folder)))
        self.assertEqual(self.sha256("a.nc"), self.sha256("b.nc"))

    def test_an_affinity_to_one_processor_is_the_default_of_threads_and_changes_no_byte(self):
        processor = min(os.sched_getaffinity(0))
        pinned = ("taskset", "-c", str(processor)) if shutil.which("taskset") else None
        if not pinned:
            self.skipTest("there is no taskset")
        self.assertIn("\nthreads  1\n", self.works("run", "small.toml", "--dry-run", wrapper=pinned))
        self.works("run", "small.toml", "--quiet", "--output", "a.nc")
        self.works("run", "small.toml", "--quiet", "--output", "b.nc", wrapper=pinned)
        self.assertEqual(self.sha256("a.nc"), self.sha256("b.nc"))

    def test_progress_that_cannot_be_written_changes_neither_the_result_nor_the_code(self):
        self.works("run", "small.toml", "--quiet", "--output", "a.nc")
        for redirected in ("2>/dev/full", "2>&-", "2> >(exit 0)", ">&- 2>&- <&-", ">/dev/full 2>&1"):
            script = f"'{INITLAB}' run small.toml --output b.nc --force --progress json {redirected}"
            done = subprocess.run(["bash", "-c", script], cwd=self.folder, env=environment(), capture_output=True,
                                  timeout=60 * PATIENCE)
            report_is_lost = redirected.startswith(">")
            self.assertEqual(done.returncode, 4 if report_is_lost else 0, redirected)
            self.assertEqual(self.sha256("a.nc"), self.sha256("b.nc"), redirected)

    def test_a_run_that_prints_nothing_needs_no_standard_output(self):
        script = f"'{INITLAB}' run small.toml --quiet --output a.nc >&- 2>&-"
        self.assertEqual(subprocess.run(["bash", "-c", script], cwd=self.folder, env=environment()).returncode, 0)

    def test_no_file_takes_the_number_of_a_stream_that_was_closed(self):
        script = f"exec '{INITLAB}' run small.toml --output a.nc --trials 100000000 >&- 2>&- <&-"
        run = subprocess.Popen(["bash", "-c", script], cwd=self.folder, env=environment())
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        opened = until(lambda: links_of(run.pid, "a.nc.journal"))
        self.assertGreater(min(opened), 2)


class PrintConfig(ProgramTest):
    def lines(self, *arguments):
        """key -> (value, origin), tables as part of the key."""
        found, table = {}, ""
        for line in self.works("run", *arguments, "--print-config").splitlines():
            if line.startswith("["):
                table = line.strip("[]") + "."
            elif line:
                key, value, origin = re.fullmatch(r"(\S+) = (.*?) +# (.*)", line).groups()
                found[table + key] = (value, origin)
        return found

    def test_shows_every_key_with_value_and_origin(self):
        keys = self.lines("small.toml", "--set", "network.depth=5", "--trials", "7")
        self.assertEqual(keys["seed"], ("3", "small.toml:3:8"))
        self.assertEqual(keys["trials"], ("7", "--set"))
        self.assertEqual(keys["network.depth"], ("5", "--set"))
        self.assertEqual(keys["network.width"], ("8", "small.toml:7:9"))
        self.assertEqual(keys["network.architecture"], ('"plain"', "default"))
        self.assertEqual(keys["measure.observables"], ('["forward"]', "default"))
        self.assertNotIn("network.branch_layers", keys)

    def test_of_two_changes_the_later_is_shown(self):
        self.assertEqual(self.lines("small.toml", "--set", "trials=3", "--set", "trials=4")["trials"], ("4", "--set"))
        self.assertEqual(self.lines("small.toml", "--set", "trials=3", "--trials", "4")["trials"], ("4", "--set"))

    def test_a_swept_key_stands_in_the_sweep_alone(self):
        keys = self.lines("swept.toml")
        self.assertNotIn("network.depth", keys)
        self.assertEqual(keys['sweep."network.depth"'], ("[2,4]", "swept.toml:12:19"))

    def test_is_an_experiment_that_draws_the_same_networks(self):
        self.write("parts.toml", SMALL.replace('"he_normal"', '{ plugin = "normal", std = 0.5 }') +
                   '[input]\ndistribution = "sphere"\ncount = 2\n[sweep]\n"network.initializer.std" = [0.1, 2]\n')
        for name, changes in (("small.toml", ["--seed", "18446744073709551615"]), ("parts.toml", []),
                              ("swept.toml", ["--set", "network.width=5", "--set", 'title="a # b\\n\\"c\\""'])):
            self.write("shown.toml", self.works("run", name, "--print-config", *changes))
            self.assertEqual(self.works("run", "shown.toml", "--csv", "-"), self.works("run", name, "--csv", "-", *changes))

    def test_opens_no_plugin_and_writes_nothing(self):
        before = self.files()
        self.works("run", "small.toml", "--print-config", "--set", "network.activation=no_such", "--output", "a.nc")
        self.assertEqual(self.files(), before)

    def test_of_a_mistake_is_the_mistake(self):
        self.assertEqual(self.one_line(2, "run", "small.toml", "--print-config", "--set", "network.widht=3"),
                         "--set: unknown key 'network.widht' (did you mean 'network.width'?)")


class Plugins(ProgramTest):
    def test_help_with_broken_plugins_takes_no_time(self):
        self.write("broken/relu.so", b"\x7fELF" + bytes(100))
        os.mkfifo(self.folder / "broken/tanh.so")
        env = environment(INITLAB_PLUGIN_PATH=str(self.folder / "broken"))
        for flag in ("--help", "--version"):
            def seconds():
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                self.works(flag, env=env)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            self.assertLess(min(seconds() for _ in range(3)), 0.05 * PATIENCE, flag)

    def test_two_files_of_one_name_are_told_with_both(self):
        for folder in ("p/a", "p/b"):
            self.write(folder + "/leaky_in_c.so", (TEST_PLUGINS / "good/leaky_in_c.so").read_bytes())
        told = self.one_line(3, "run", "small.toml", "--plugin-path", "p", "--set", "network.activation=leaky_in_c")
        self.assertIn("p/a/leaky_in_c.so and p/b/leaky_in_c.so", told)

    def test_a_thousand_in_a_folder_are_listed_in_five_seconds(self):
        (self.folder / "many").mkdir()
        whole = (TEST_PLUGINS / "good/leaky_in_c.so").read_bytes()
        for number in range(1000):
            name = f"p{number:09d}"  # as long as the name in the record that it replaces
            (self.folder / f"many/{name}.so").write_bytes(whole.replace(b"leaky_in_c", name.encode()))
        with self.within(5):
            listed = self.works("plugins", "list", env=environment(INITLAB_PLUGIN_PATH=str(self.folder / "many")))
        self.assertEqual(len(re.findall(r"^  p\d{9} ", listed, re.M)), 1000)

    def test_the_result_names_the_file_that_was_loaded_though_it_is_replaced_afterwards(self):
        try:
            import xarray
        except ImportError:
            self.skipTest("xarray is not installed")
        first = (TEST_PLUGINS / "good/leaky_in_c.so").read_bytes()
        plugin = self.write("p/leaky_in_c.so", first)
        run = subprocess.Popen([INITLAB, "run", "small.toml", "--plugin-path", "p", "--quiet", "--output", "a.nc",
                                "--set", "network.activation=leaky_in_c", "--set", "engine=dense", "--trials", "3000",
                                "--set", "network.width=150", "--threads", "1"],
                               cwd=self.folder, env=environment())
        while run.poll() is None and not (self.folder / "a.nc.journal").exists():
            time.sleep(0.005)
        self.write("p/new", first + b"\0")
        os.replace(self.folder / "p/new", plugin)
        was_running = run.poll() is None
        self.assertEqual(run.wait(timeout=60 * PATIENCE), 0)
        self.assertTrue(was_running)
        stored = xarray.load_dataset(self.folder / "a.nc").attrs["plugins"]
        self.assertIn(hashlib.sha256(first).hexdigest(), stored)

    def test_one_that_is_replaced_while_a_plan_is_made_of_it_is_refused(self):
        first = (TEST_PLUGINS / "good/leaky_in_c.so").read_bytes()
        plugin = self.write("p/leaky_in_c.so", first)
        self.write("many.toml", SMALL.replace("seed = 3", "").replace('"tanh"', '"leaky_in_c"') +
                   f"[sweep]\nseed = {list(range(12_000))}\n")
        run = subprocess.Popen([INITLAB, "run", "many.toml", "--plugin-path", "p", "--dry-run"], cwd=self.folder,
                               env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        maps = Path(f"/proc/{run.pid}/maps")
        until(lambda: run.poll() is not None or "leaky_in_c.so" in maps.read_text())  # the first point has it
        self.write("p/new", first + b"\0")
        os.replace(self.folder / "p/new", plugin)
        _, sentence = run.communicate(timeout=120 * PATIENCE)
        self.assertEqual((run.returncode, sentence),
                         (3, "initlab: p/leaky_in_c.so: was replaced while it was being loaded. Run again.\n"))


if __name__ == "__main__":
    unittest.main()
