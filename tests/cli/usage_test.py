#!/usr/bin/env python3
"""What the program says to whoever types: help, version, and one sentence for each slip."""

import unittest

from program import SOURCE, ProgramTest, environment


class Help(ProgramTest):
    def test_quickstart_prints_a_report(self):
        text = self.works("run", SOURCE / "experiments/quickstart.toml", "--trials", "2")
        for word in ("Which initialisation keeps a signal alive", "2 trials", "he_normal", "layer",
                     "Nothing is stored"):
            self.assertIn(word, text)

    def test_overview_names_every_command(self):
        for asked in ("--help", "-h", "help"):
            text = self.works(asked)
            self.assertIn("usage: initlab COMMAND", text)
            for command in ("run", "plugins"):
                self.assertIn(f"\n  {command} ", text)

    def test_every_command_has_help(self):
        for command in (["run"], ["plugins"], ["plugins", "list"], ["plugins", "show"]):
            for flag in ("--help", "-h"):
                text = self.works(*command, flag)
                self.assertTrue(text.startswith("initlab " + " ".join(command)), text)
                self.assertIn("--plugin-path FOLDERS", text)
                self.assertLessEqual(max(map(len, text.splitlines())), 100)

    def test_run_help_names_every_option(self):
        text = self.works("run", "--help")
        for option in ("set", "trials", "seed", "threads", "backend", "output", "csv", "force", "quiet", "dry-run",
                       "only", "plugin-path", "memory", "simd"):
            self.assertRegex(text, rf"\n {{6}}--{option}\b|\n  -o, --{option}\b")

    def test_version_names_the_revision(self):
        self.assertRegex(self.works("--version"), r"\Ainitlab \d+\.\d+\.\d+ \(revision \S+\)\nMPI: .+\n\Z")

    def test_help_touches_no_plugin(self):
        self.write("broken/relu.so", b"\x7fELF" + bytes(100))
        for path in (str(self.folder / "broken"), "/nowhere", ":::", "/dev/zero"):
            for arguments in (["--help"], ["--version"], ["run", "--help"], ["plugins", "list", "--help"]):
                with self.within(0.2):
                    self.works(*arguments, env=environment(INITLAB_PLUGIN_PATH=path))


class Slips(ProgramTest):
    def test_no_command(self):
        sentence = self.fails(2)
        self.assertTrue(sentence.startswith("a command is missing.\n"))
        self.assertIn("usage: initlab COMMAND", sentence)

    def test_unknown_command(self):
        self.assertEqual(self.one_line(2, "rnu"),
                         "there is no command 'rnu' (did you mean 'run'?). See initlab --help.")
        self.assertEqual(self.one_line(2, ""), "there is no command ''. See initlab --help.")

    def test_unknown_option(self):
        with self.within(0.1):
            self.assertEqual(self.one_line(2, "run", "small.toml", "--trails", "10"),
                             "unknown option '--trails' (did you mean '--trials'?). See initlab run --help.")

    def test_no_file_or_two(self):
        self.assertEqual(self.one_line(2, "run"), "FILE is missing behind initlab run. See initlab run --help.")
        self.assertEqual(self.one_line(2, "run", "a", "b"),
                         "'b' is one word too many for initlab run. See initlab run --help.")

    def test_an_option_is_not_the_value_of_another(self):
        self.assertEqual(self.one_line(2, "run", "small.toml", "--output", "--force"),
                         "option '--output' needs a value. See initlab run --help.")

    def test_trials_that_are_none(self):
        for text in ("0", "-1", "1e3", "1e30", "9223372036854775808", "4294967296", "12abc", " 7", "", "٣", "0x10", "+5",
                     "nan"):
            self.assertEqual(self.one_line(2, "run", "small.toml", "--trials", text),
                             f"--trials '{text}' must be a whole number between 1 and 4294967295.")
        self.assertEqual(self.one_line(2, "run", "small.toml", "--trials="),
                         "option '--trials' needs a value. See initlab run --help.")

    def test_trials_that_are_none_through_set(self):
        for text, told in {"0": "'trials' = 0 is out of range (must be between 1 and 4294967295)",
                           "-1": "'trials' = -1 is out of range (must be between 1 and 4294967295)",
                           "1e3": "'trials' must be an integer, not the number 1000.0 (write 1000)",
                           "1e30": "'trials' must be an integer, not the number 1e+30",
                           "12abc": "'trials' must be an integer, not the string \"12abc\"",
                           "٣": "'trials' must be an integer, not the string \"٣\"",
                           "9223372036854775808": "'trials' must be an integer, not the string \"9223372036854775808\"",
                           "": "the value of 'trials' is missing. Write '\"\"' for an empty text."}.items():
            self.assertEqual(self.one_line(2, "run", "small.toml", "--set", "trials=" + text), "--set: " + told)

    def test_seeds_at_the_ends(self):
        for seed in ("0", "9223372036854775807", "9223372036854775808", "18446744073709551615"):
            self.works("run", "small.toml", "--quiet", "--seed", seed)
        for seed in ("-1", "18446744073709551616", "1.5", "", "0x1"):
            self.assertEqual(self.one_line(2, "run", "small.toml", "--seed", seed),
                             f"--seed '{seed}' must be a whole number between 0 and 18446744073709551615.")

    def test_no_bit_of_a_seed_is_lost(self):
        tables = {self.works("run", "small.toml", "--csv", "-", "--seed", seed)
                  for seed in ("0", "1", "4294967296", "9007199254740993", "9007199254740992", "18446744073709551615")}
        self.assertEqual(len(tables), 6)

    def test_widths_that_are_none(self):
        self.assertEqual(self.one_line(2, "run", "small.toml", "--set", "network.width=0"),
                         "--set: 'network.width' = 0 is out of range (must be between 1 and 2147483647)")
        self.assertEqual(self.one_line(2, "run", "small.toml", "--set", "network.depth=0"),
                         "--set: 'network.depth' = 0 is out of range (must be between 1 and 10000000)")

    def test_threads(self):
        for text in ("0", "-1", "10000", "two", ""):
            self.assertEqual(self.one_line(2, "run", "small.toml", "--threads", text),
                             f"--threads '{text}' must be a whole number between 1 and 1024.")
        expected = self.works("run", "small.toml", "--csv", "-")
        for backend in ("serial", "openmp", "tbb"):
            arguments = ("--csv", "-", "--backend", backend, "--threads", "64")
            self.assertEqual(self.works("run", "small.toml", *arguments), expected)

    def test_nonsense_in_the_environment_of_openmp_changes_nothing(self):
        expected = self.works("run", "small.toml", "--csv", "-")
        done = self.initlab("run", "small.toml", "--csv", "-", env=environment(OMP_NUM_THREADS="abc"))
        self.assertEqual((done.returncode, done.stdout), (0, expected))

    def test_backend_and_simd_that_are_none(self):
        self.assertEqual(self.one_line(2, "run", "small.toml", "--backend", "opnmp"),
                         "--backend 'opnmp' is not one of serial, openmp, tbb (did you mean 'openmp'?).")
        self.assertEqual(self.one_line(2, "run", "small.toml", "--simd", "sse"),
                         "--simd 'sse' is not one of auto, avx2.")

    def test_only_what_is_there(self):
        for text in ("", "1", "1:", ":1", "a:b", "1:1:1", "-1:1", " 1:1"):
            self.assertEqual(self.one_line(2, "run", "small.toml", "--only", text),
                             f"--only '{text}' must be POINT:TRIAL, two whole numbers, as in --only 3:4711.")
        self.assertEqual(self.one_line(2, "run", "small.toml", "--only", "2:1"),
                         "--only: there is no point 2 (the experiment has 1, counted from 1)")
        self.assertEqual(self.one_line(2, "run", "small.toml", "--only", "1:7"),
                         "--only: there is no trial 7 (point 1 has 6, counted from 1)")

    def test_plugins_without_a_verb_or_with_another(self):
        self.assertEqual(self.one_line(2, "plugins"), "initlab plugins needs 'list', 'show ID', 'check ID' or 'doc'.")
        self.assertEqual(self.one_line(2, "plugins", "lst"),
                         "initlab plugins has no 'lst' (did you mean 'list'?); it has 'list', 'show ID', 'check ID' and 'doc'.")


class DryRun(ProgramTest):
    def test_tells_what_would_be_run_and_writes_nothing(self):
        before = self.files()
        text = self.works("run", "swept.toml", "--dry-run", "--output", "a.nc", "--csv", "a.csv", "--threads", "2")
        self.assertEqual(self.files(), before)
        for line in ("points   4", "trials   24", "threads  2", "memory   about ", "time     about ", "engine   revealed (exact for the laws of all matrices)",
                     "    1  network.depth = 2, network.initializer = he_normal",
                     "    4  network.depth = 4, network.initializer = normal(std=0.25)"):
            self.assertIn(line, text.splitlines() if "about" not in line else text)

    def test_of_a_giant_network_takes_no_time(self):
        with self.within(1):
            text = self.works("run", "small.toml", "--dry-run", "--set", "network.width=2147483647")
        self.assertIn("GiB", text)

    def test_tells_the_memory_that_a_limit_leads_to(self):
        wide = ("run", "small.toml", "--set", "network.width=1000000", "--set", "network.depth=1000", "--threads", "1",
                "--set", "measure.observables=['gradient']", "--dry-run")
        self.assertRegex(self.works(*wide, "--memory", "64GiB"), r"memory   about 7\.\d* GiB of 64 GiB\n")
        self.assertRegex(self.works(*wide, "--memory", "2GiB"), r"memory   about 1\.\d* GiB of 2 GiB\n")

    def test_of_a_run_that_does_not_fit_is_told_and_the_run_is_refused(self):
        wide = ("run", "small.toml", "--set", "network.width=1000000", "--memory", "1MB", "--threads", "1")
        self.assertIn(" of 977 KiB\n", self.works(*wide, "--dry-run"))
        self.assertRegex(self.one_line(2, *wide), r"\Athe run takes about \S+ MiB of memory on 1 threads?, and 977 KiB may "
                                                  r"be used \(--memory")
        self.assertEqual(self.one_line(2, "run", "small.toml", "--memory", "lots"),
                         "--memory 'lots' must be a size in bytes, as in 2GiB, 500MB or 1e9.")

    def test_of_a_run_that_never_ends_is_refused(self):
        giant = ("run", "small.toml", "--set", "network.width=2147483647", "--trials", "4294967295")
        for what in ((), ("--dry-run",)):
            with self.within(1):
                sentence = self.one_line(2, *giant, *what)
            self.assertRegex(sentence, r"\Athe experiment takes about \S+ days on one thread or longer, in more than "
                                       r"10000000 blocks of trials\. ")


class Quiet(ProgramTest):
    def test_prints_nothing(self):
        self.assertEqual(self.works("run", "small.toml", "--quiet", "--output", "a.nc"), "")
        self.assertIn("a.nc", self.files())


if __name__ == "__main__":
    unittest.main()
