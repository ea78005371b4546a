"""Every folder that `initlab new` writes builds, passes its test and runs without a change. What its experiment gives is
kept for same_bits_test.py."""

import re
import shutil
import unittest

from downstream import REFERENCE, SCAFFOLDS, output_of, table_of


def lines_of_code(text):
    return [line for line in text.splitlines() if line.strip() and not line.strip().startswith(("//", "#  "))]


class Scaffolds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(REFERENCE, ignore_errors=True)
        REFERENCE.mkdir(parents=True)

    def test_each_as_it_stands(self):
        for name, words in SCAFFOLDS.items():
            with self.subTest(name):
                output_of("initlab", "new", *words, folder=REFERENCE)
                folder = REFERENCE / name
                self.assertLessEqual(len(lines_of_code((folder / f"{name}.cpp").read_text())), 15)
                self.assertLessEqual(len((folder / "CMakeLists.txt").read_text().splitlines()), 5)

                said = output_of("cmake", "-B", "build", "-G", "Ninja", folder=folder)
                said += output_of("cmake", "--build", "build", folder=folder)
                self.assertNotRegex(said, "(?i)warning")
                tested = output_of("ctest", "--test-dir", "build", folder=folder)
                self.assertIn("100% tests passed, 0 tests failed out of 1", tested)
                # Its README's commands are these, and those that show and run it.
                commands = re.search(r"```sh\n(.*?)```", (folder / "README.md").read_text(), re.S)[1].splitlines()
                self.assertEqual(len(commands), 6)
                for command, word in zip(commands[3:], (f"{name}.so", "PASS", "Verdict: PASS")):
                    self.assertTrue(word in output_of(*command.split("#")[0].split(), folder=folder), (command, word))
                (folder / "reference.csv").write_text(table_of(name, "build"))

    def test_the_check_of_a_scaffold_fails_when_theory_is_contradicted(self):
        folder = REFERENCE / "wrong"
        output_of("initlab", "new", "initializer", "wrong", "--fill", folder=REFERENCE)
        source = folder / "wrong.cpp"
        # A tenth more than the variance that the plugin states.
        source.write_text(source.read_text().replace("-size : size", "-1.05 * size : 1.05 * size"))
        output_of("cmake", "-B", "build", "-G", "Ninja", folder=folder)
        output_of("cmake", "--build", "build", folder=folder)
        with self.assertRaisesRegex(AssertionError, "0% tests passed, 1 tests failed out of 1"):
            output_of("ctest", "--test-dir", "build", folder=folder)


if __name__ == "__main__":
    unittest.main()
