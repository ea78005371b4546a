"""Every experiment file is accepted, and says what it asks and what it expects."""

import tomllib
import unittest

from laboratory import BLOG, EXPERIMENTS, PAPERS, initlab


class Experiments(unittest.TestCase):
    def test_every_file_can_be_planned(self):
        files = sorted(EXPERIMENTS.rglob("*.toml"))
        self.assertGreaterEqual(len(files), 11)
        for file in files:
            with self.subTest(file.name):
                text, code = initlab("run", file, "--dry-run")
                self.assertEqual(code, 0, text)
                self.assertIn("trials", text)

    def test_a_damaged_file_cannot(self):
        text, code = initlab("run", BLOG[0], "--dry-run", "--set", "network.activation=rellu")
        self.assertNotEqual(code, 0, text)

    def test_every_file_states_its_question_and_the_answer_expected(self):
        for file in EXPERIMENTS.rglob("*.toml"):
            with self.subTest(file.name):
                experiment = tomllib.loads(file.read_text())
                self.assertTrue(experiment["title"].endswith("?"))
                self.assertTrue(experiment["claim"].endswith("."))

    def test_the_readme_of_a_folder_lists_every_file(self):
        self.assertGreaterEqual(len(PAPERS), 7)
        for file in BLOG + PAPERS:
            self.assertIn(f"]({file.name})", file.with_name("README.md").read_text())


if __name__ == "__main__":
    unittest.main()
