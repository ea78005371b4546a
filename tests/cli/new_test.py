#!/usr/bin/env python3
"""initlab new: what it writes, and what it refuses before it writes anything. That what it writes builds and runs is
tested in tests/downstream."""

import unittest

from program import ProgramTest

FILES = {"{0}.cpp", "CMakeLists.txt", "{0}.toml", "README.md", ".gitignore", ".github/workflows/ci.yml"}


class New(ProgramTest):
    def test_writes_a_folder_and_tells_what_to_do_with_it(self):
        for words in (["activation", "my_phi"], ["initializer", "my_rule"], ["initializer", "my_branch", "--depth-dependent"],
                      ["initializer", "my_matrix", "--fill"]):
            name = words[1]
            text = self.works("new", *words)
            self.assertIn(f"\n  cd {name}\n", text)
            written = {str(file.relative_to(self.folder / name)) for file in (self.folder / name).rglob("*") if file.is_file()}
            self.assertEqual(written, {file.format(name) for file in FILES})
            for file in written:
                self.assertNotIn("@", (self.folder / name / file).read_text().replace("checkout@v4", ""), file)

    def test_overwrites_nothing(self):
        self.write("my_phi/notes.txt", "precious")
        self.write("my_file", "precious")
        for name in ("my_phi", "my_file"):
            self.assertEqual(self.one_line(4, "new", "activation", name),
                             f"'{name}' exists here already, and initlab new overwrites nothing. Take another name, or go to "
                             "another folder.")

    def test_names_that_are_none(self):
        for name, why in {"MyPhi": "is not in snake_case (small letters a to z, digits and single underscores, a letter first and "
                                   "no underscore last). Take 'my_phi', for example.",
                          "double": "is a word of C++. Take 'my_double', for example.",
                          "test": "is one of CMake's own targets. Take 'my_test', for example.",
                          "x" * 48: "is too long (48 characters, at most 47). Take another one."}.items():
            self.assertEqual(self.one_line(2, "new", "activation", name), f"the name '{name}' {why}")
        for name in ("../escape", "/tmp/x", "a/b", ""):
            self.assertIn("is not in snake_case", self.one_line(2, "new", "initializer", name))

    def test_names_that_are_taken(self):
        told = self.one_line(2, "new", "activation", "relu")
        self.assertRegex(told, r"^the name 'relu' is taken by the activation in .+/activations/relu\.so \(.*\)\. Take 'my_relu', "
                               r"for example\.$")
        self.assertIn("by the activation in", self.one_line(2, "new", "initializer", "relu"))
        self.assertIn("by the initializer in", self.one_line(2, "new", "activation", "he_normal", "--plugin-path", "."))

    def test_a_folder_that_cannot_be_written_to(self):
        self.assertIn("the folder 'my_phi' cannot be made here (", self.one_line(4, "new", "activation", "my_phi", cwd="/proc"))

    def test_slips(self):
        self.assertEqual(self.one_line(2, "new"), "initlab new needs 'activation NAME' or 'initializer NAME'.")
        self.assertEqual(self.one_line(2, "new", "activaton", "x"),
                         "initlab new has no 'activaton' (did you mean 'activation'?); it has 'activation NAME' and "
                         "'initializer NAME'.")
        self.assertEqual(self.one_line(2, "new", "initializer", "my_x", "--fill", "--depth-dependent"),
                         "--depth-dependent and --fill are two ways to begin. Take one of them.")
        self.assertEqual(self.one_line(2, "completion", "fissh"), "initlab completion does not know the shell 'fissh' (did you mean "
                                                                "'fish'?); it knows bash, zsh and fish.")

    def test_help_about_a_command_is_the_commands_help(self):
        for words in (["run"], ["plugins", "show"], ["new"], ["new", "initializer"], ["completion"]):
            self.assertEqual(self.works("help", *words), self.works(*words, "--help"))
        self.assertEqual(self.one_line(2, "help", "rnu"), "there is no command 'rnu' (did you mean 'run'?). See initlab --help.")


if __name__ == "__main__":
    unittest.main()
