#!/usr/bin/env python3
"""A plan of shards: what it holds, what may be changed afterwards, what is refused."""

import tomllib
import unittest

from program import SMALL, ProgramTest, environment

OTHER_LIBM = environment(GLIBC_TUNABLES="glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4")


class PlanTest(ProgramTest):
    def plan(self, *options, file="small.toml", output="plan.toml", **how):
        """The plan as TOML, in another program's reading of it."""
        self.works("plan", file, "--shards", "3", "--output", output, *options, **how)
        return tomllib.loads((self.folder / output).read_text())


class Plan(PlanTest):
    def test_holds_the_experiment_as_it_is_and_what_was_decided(self):
        plan = self.plan("--trials", "7", "--set", "network.depth=5", "--seed", "18446744073709551615")
        self.assertEqual(plan["format"], 1)
        self.assertEqual(plan["shards"], 3)
        self.assertEqual(plan["experiment"]["text"], SMALL)
        self.assertEqual(plan["experiment"]["path"], str(self.folder / "small.toml"))
        self.assertEqual(plan["experiment"]["overrides"],
                         ["network.depth=5", "trials=7", "seed='18446744073709551615'"])
        self.assertEqual((plan["seed"], plan["trials"]), ("18446744073709551615", 7))
        self.assertEqual([(p["kind"], p["id"]) for p in plan["plugin"]],
                         [("activation", "tanh"), ("initializer", "he_normal")])
        self.assertRegex(plan["numerics"], r"\Alibm-[0-9a-f]{8}\Z")

    def test_is_the_same_file_whenever_it_is_made(self):
        self.plan(output="a.toml")
        self.plan(output="b.toml")
        self.assertEqual((self.folder / "a.toml").read_bytes(), (self.folder / "b.toml").read_bytes())

    def test_says_what_to_do_next(self):
        (self.folder / "job").mkdir()
        text = self.works("plan", "small.toml", "--shards", "8", "-o", "job/plan.toml")
        self.assertRegex(text, r"\A6 trials in 1 blocks, about \S+ s on one thread; \S+ s a shard\.\n"
                               r"There are fewer blocks than shards: from shard 2 on they have nothing to do\.\n")
        self.assertEqual(text.split("\n", 2)[2],
                         "Stored in job/plan.toml. Run each shard, on any machine and in any order:\n"
                         "  initlab run job/plan.toml --shard 1\n"
                         "  ...\n"
                         "  initlab run job/plan.toml --shard 8\n"
                         "When all are finished:\n"
                         "  initlab merge job -o small.nc\n")

    def test_quotes_names_in_the_commands_that_it_tells(self):
        self.write("my job/note.txt", "")
        text = self.works("plan", "small.toml", "--shards", "1", "-o", "my job/plan.toml", "--trials", "1000000")
        self.assertIn("\n  initlab run 'my job/plan.toml' --shard 1\nWhen all are finished:\n"
                      "  initlab merge 'my job' -o small.nc\n", text)
        self.assertNotIn("fewer blocks", text)

    def test_that_is_replaced_by_force_is_kept(self):
        self.plan()
        before = (self.folder / "plan.toml").read_bytes()
        self.plan("--seed", "9", "--force")
        self.assertEqual((self.folder / "plan.toml.bak").read_bytes(), before)
        self.assertEqual(tomllib.loads((self.folder / "plan.toml").read_text())["seed"], 9)


class Refusals(PlanTest):
    def test_of_what_is_missing(self):
        self.assertEqual(self.one_line(2, "plan", "small.toml", "-o", "plan.toml"),
                         "say into how many parts the run shall be divided, as in --shards 100.")
        self.assertEqual(self.one_line(2, "plan", "small.toml", "--shards", "3"),
                         "say where the plan shall be, as in --output depth/plan.toml.")
        self.assertEqual(self.one_line(2, "plan", "--shards", "3"),
                         "FILE is missing behind initlab plan. See initlab plan --help.")

    def test_of_numbers_of_shards(self):
        for number in ("0", "-1", "1e3", "1000001", ""):
            self.assertEqual(self.one_line(2, "plan", "small.toml", "--shards", number, "-o", "plan.toml"),
                             f"--shards '{number}' must be a whole number between 1 and 1000000.")

    def test_of_a_file_that_exists(self):
        self.plan()
        self.assertRegex(self.one_line(4, "plan", "small.toml", "--shards", "3", "-o", "plan.toml"), r"plan\.toml.*--force")

    def test_of_a_plan_as_an_experiment(self):
        self.plan()
        self.assertEqual(self.one_line(2, "plan", "plan.toml", "--shards", "3", "-o", "other.toml"),
                         "plan.toml is a plan already. Give the experiment that it was made of: "
                         f"'{self.folder}/small.toml'")

    def test_of_an_experiment_that_a_run_would_refuse(self):
        self.write("bad.toml", SMALL.replace("depth", "dpeth"))
        refusal = self.one_line(2, "plan", "bad.toml", "--shards", "3", "-o", "plan.toml")
        self.assertEqual(refusal, self.one_line(2, "run", "bad.toml"))


class NumericsClass(PlanTest):
    def test_is_another_where_the_c_library_takes_its_variants_for_other_processors(self):
        here = self.plan(output="a.toml")["numerics"]
        self.assertEqual(self.plan(output="b.toml")["numerics"], here)
        self.assertNotEqual(self.plan(output="c.toml", env=OTHER_LIBM)["numerics"], here)

    def test_is_in_the_result_and_does_not_depend_on_the_vectors_of_initlab_itself(self):
        self.works("run", "small.toml", "--quiet", "-o", "a.nc")
        self.works("run", "small.toml", "--quiet", "-o", "b.nc", "--simd", "avx2")
        self.works("run", "small.toml", "--quiet", "-o", "c.nc", env=OTHER_LIBM)
        bytes_of = [(self.folder / f"{name}.nc").read_bytes() for name in "abc"]
        numerics = self.plan()["numerics"].encode()
        self.assertEqual([numerics in content for content in bytes_of], [True, True, False])

    def test_of_another_machine_is_named_before_a_shard_is_run(self):
        here = self.plan()["numerics"]
        there = self.plan(output="there.toml", env=OTHER_LIBM)["numerics"]
        self.assertEqual(self.fails(2, "run", "plan.toml", "--shard", "1", env=OTHER_LIBM),
                         "plan.toml is of another plan; what differs:\n"
                         f"  numerics class: {here} (stored) -> {there}\n"
                         "Run it where these are as they were, or make another with initlab plan.")


class Shards(PlanTest):
    def test_that_there_are_not_are_refused(self):
        self.plan()
        for number in ("0", "4"):
            self.assertEqual(self.one_line(2, "run", "plan.toml", "--shard", number),
                             f"--shard '{number}' must be a whole number between 1 and 3.")

    def test_of_a_newer_plan_are_refused(self):
        self.plan()
        self.write("plan.toml", (self.folder / "plan.toml").read_text().replace("format = 1", "format = 2"))
        self.assertEqual(self.one_line(2, "run", "plan.toml", "--shard", "1"),
                         "plan.toml is a plan of format 2, which a newer initlab has written (this one reads up to 1). "
                         "Use that initlab.")

    def test_with_nothing_to_do_finish_at_once(self):
        self.plan()
        self.assertEqual(self.initlab("run", "plan.toml", "--shard", "3").returncode, 0)

    def test_of_changed_settings_or_files_are_refused_with_what_differs(self):
        self.plan()
        self.assertEqual(self.fails(2, "run", "plan.toml", "--shard", "1", "--seed", "4"),
                         "plan.toml is of another plan; what differs:\n"
                         "  seed: 3 (stored) -> 4\n"
                         "A plan is run as it is: make another with initlab plan.")

    def test_do_not_read_the_experiment_file_again(self):
        self.plan()
        self.write("small.toml", "something else")
        self.assertEqual(self.initlab("run", "plan.toml", "--shard", "1").returncode, 0)


if __name__ == "__main__":
    unittest.main()
