#!/usr/bin/env python3
"""Plugins as a user meets them: lists, manual pages, and one sentence for each that is broken or misbehaves."""

import json
import re
import shlex
import unittest

from program import SMALL, TEST_PLUGINS, ProgramTest, environment

BAD = TEST_PLUGINS / "bad"
GOOD = TEST_PLUGINS / "good"

# For each deliberately bad activation the sentence, up to its advice; {} is the folder.
BAD_ACTIVATIONS = {
    "changes_rounding": "activation 'changes_rounding' changed the floating-point mode of its caller",
    "descending_kinks": "activation 'descending_kinks' gave a kink at -1 after one at 1 (they must ascend)",
    "endless_text": "activation 'endless_text' failed: xxxxxxxx",
    "fast_math": "{}/fast_math.so: built with fast-math",
    "lets_an_exception_out": "activation 'lets_an_exception_out' let an exception out (nobody catches this)",
    "missing_function": "{}/missing_function.so: its table lacks the function 'derivative_f64'",
    "named_otherwise": "{}/named_otherwise.so: its id is 'another_name'",
    "newer_abi": "{}/newer_abi.so: built for plugin ABI 2 (this host speaks 1)",
    "no_record": "{}/no_record.so: not an initlab plugin",
    "small_table": "{}/small_table.so: its table claims 16 bytes",
    "throws_an_int": "activation 'throws_an_int' refused its parameters: it threw something that is not a std::exc",
    "throws_in_batch": "activation 'throws_in_batch' failed: log of a negative number",
    "throws_in_create": "activation 'throws_in_create' refused its parameters: low must lie below high",
    "undefined_symbol": "{}/undefined_symbol.so: cannot be loaded (undefined symbol: function_of_another_library)",
    "wrong_kind": "{}/wrong_kind.so: its record says activation, but it exports no 'initlab_activation_v1'",
}


class Found(ProgramTest):
    def test_list_names_every_shipped_plugin(self):
        text = self.works("plugins", "list")
        activations, initializers = text.split("\ninitializers\n")
        for name in ("identity", "relu", "tanh"):
            self.assertIn(f"\n  {name} ", activations)
        for name in ("constant", "he_normal", "orthogonal", "torch_default", "xavier_uniform"):
            self.assertIn(f"\n  {name} ", "\n" + initializers)

    def test_list_as_json_says_the_same(self):
        listed = json.loads(self.works("plugins", "list", "--json"))
        self.assertEqual(listed["problems"], [])
        text = self.works("plugins", "list")
        for plugin in listed["plugins"]:
            self.assertIn(f"\n  {plugin['id']} ", text)
            self.assertIn(plugin["kind"], ("activation", "initializer"))

    def test_show_tells_summary_and_parameters(self):
        text = self.works("plugins", "show", "normal")
        shown = json.loads(self.works("plugins", "show", "normal", "--json"))
        self.assertEqual((shown["id"], shown["kind"]), ("normal", "initializer"))
        for parameter in shown["parameters"]:
            self.assertIn(f"\n  {parameter['name']} = ", text)
        self.assertIn(" ".join(shown["summary"].split()), " ".join(text.split()))

    def test_show_of_an_unknown_one_suggests_the_nearest(self):
        self.assertEqual(self.one_line(3, "plugins", "show", "rellu"),
                         "there is no plugin 'rellu' (did you mean 'relu'?). See initlab plugins list.")

    def test_show_of_a_broken_one_tells_why(self):
        told = self.one_line(3, "plugins", "show", "newer_abi", "--plugin-path", BAD)
        self.assertTrue(told.startswith(f"{BAD}/newer_abi.so: "), told)

    def test_list_tells_what_is_broken_and_runs_none_of_it(self):
        done = self.initlab("plugins", "list", env=environment(INITLAB_PLUGIN_PATH=str(BAD)))
        self.assertEqual(done.returncode, 0)
        self.assertIn("\n  aborts_when_loaded ", done.stdout)
        broken = re.findall(r"^initlab: not usable: .*/(\w+)\.so: ", done.stderr, re.M)
        self.assertEqual(broken, ["fast_math", "named_otherwise", "newer_abi", "no_record"])
        listed = json.loads(self.works("plugins", "list", "--json", env=environment(INITLAB_PLUGIN_PATH=str(BAD))))
        self.assertEqual(len(listed["problems"]), 4)

    def test_a_folder_on_the_command_line_must_exist(self):
        self.assertEqual(self.one_line(2, "plugins", "list", "--plugin-path", "/nowhere"),
                         "--plugin-path /nowhere: there is no such folder. Correct the path.")

    def test_both_ways_to_name_a_folder_find_the_same(self):
        arguments = ("run", "small.toml", "--csv", "-", "--set", "network.activation={plugin='leaky_in_c', slope=0.2}")
        by_option = self.works(*arguments, "--plugin-path", GOOD)
        self.assertEqual(self.works(*arguments, env=environment(INITLAB_PLUGIN_PATH=f"/nowhere::{GOOD}")), by_option)
        self.assertIn("activation 'leaky_in_c' is unknown", self.one_line(3, *arguments))

    def test_half_copied_files_are_told(self):
        whole = (GOOD / "leaky_in_c.so").read_bytes()
        for share in (0, 1, 16, len(whole) // 4, len(whole) // 2, len(whole) - 1):
            self.write("p/leaky_in_c.so", whole[:share])
            sentence = self.one_line(3, "run", "small.toml", "--plugin-path", "p",
                                     "--set", "network.activation=leaky_in_c")
            self.assertIn("p/leaky_in_c.so: ", sentence, share)


class Bad(ProgramTest):
    def ways(self):
        """The folder by option and by environment."""
        yield ("--plugin-path", BAD), environment()
        yield (), environment(INITLAB_PLUGIN_PATH=str(BAD))

    def test_activations_each_have_their_sentence(self):
        for name, told in BAD_ACTIVATIONS.items():
            for options, env in self.ways():
                sentence = self.fails(3, "run", "small.toml", "--output", "a.nc", "--set", "network.initializer=normal",
                                      "--set", f"network.activation={name}", *options, env=env)
                self.assertIn(told.format(BAD), sentence)
                self.assertLess(sentence.index(told.format(BAD)), 12, sentence)  # nothing but the place is before it

    def test_initializers_each_have_their_sentence(self):
        for initializer, told in {
                "negative_std": "initializer 'negative_std' gave a standard deviation of -1",
                "{plugin='bad_laws', scale=-1}": "initializer 'bad_laws' gave a standard deviation of -1",
                "{plugin='bad_laws', family=77}": "initializer 'bad_laws' gave the unknown family 77"}.items():
            for options, env in self.ways():
                change = ("--set", f"network.initializer={initializer}")
                self.assertEqual(self.one_line(3, "run", "small.toml", *change, *options, env=env),
                                 told + " for layer 1 of 3 (fan_in 8, fan_out 8)")

    def test_parameters_that_it_does_not_take_are_a_mistake_of_the_file(self):
        self.write("a.toml", SMALL.replace('"he_normal"', '{ plugin = "every_parameter", integer = 2.5 }'))
        sentence = self.one_line(2, "run", "a.toml", "--plugin-path", GOOD)
        self.assertTrue(sentence.startswith("a.toml:9:15: 'integer' = 2.5 of initializer 'every_parameter' "), sentence)

    def test_a_library_that_turns_on_flush_to_zero_changes_no_number(self):
        # Signals of about 1e-41: far below the smallest normal float, 1e-38, and far above the smallest of all, 1e-45.
        self.write("a.toml", SMALL.replace('"he_normal"', '{ plugin = "normal", std = 7.6e-15 }'))
        for name in ("identity", "flushes_to_zero"):
            rows = self.table("a.toml", "--plugin-path", BAD, "--set", f"network.activation={name}")
            last = {row["observable"]: float(row["mean"]) for row in rows if row["layer"] == "3"}
            self.assertLess(last["activation.zero_fraction"], 0.02)
            self.assertLess(last["activation.second_moment"], 1e-78)

    def test_nan_is_told_with_the_command_that_shows_it_again(self):
        self.write("a b.toml", SMALL.replace('"tanh"', '"returns_nan"').replace('"he_normal"', '"normal"'))
        for options, env in self.ways():
            told = self.one_line(3, "run", "a b.toml", "--trials", "50", "--set", "network.input_width=3", "--set",
                                 "sweep={seed=[1, 5]}", *options, env=env)
            found = re.fullmatch(r"activation 'returns_nan' gave NaN at layer \d of point \d, trial \d+ "
                                 r"\(input -[\d.e-]+\)\. Reproduce: initlab (run .*)", told)
            self.assertTrue(found, told)
            again = self.one_line(3, *shlex.split(found[1]), env=env)
            self.assertEqual(again.split(". Reproduce")[0], told.split(". Reproduce")[0])


if __name__ == "__main__":
    unittest.main()
