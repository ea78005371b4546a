"""The installed manual page renders without a warning, and has every command and every option of the program."""

import re
import shutil
import subprocess
import unittest

from installed import PREFIX, InstalledTest, environment

PAGE = PREFIX / "share/man/man1/initlab.1"


def rendered(page):
    """The page as a reader sees it, and what troff had to say about it."""
    done = subprocess.run(["man", "--warnings", "--local-file", str(page)], env=environment(MANWIDTH="100"),
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.stdout, done.stderr


@unittest.skipUnless(shutil.which("man"), "man is not there (Debian: man-db)")
class Manual(InstalledTest):
    def test_it_renders_without_a_warning(self):
        text, warnings = rendered(PAGE)
        self.assertEqual(warnings, "")
        self.assertIn("laboratory for the initialisation of deep networks", text)

    def test_a_page_with_a_mistake_does_not(self):
        page = self.folder / "initlab.1"
        page.write_text(PAGE.read_text() + ".NOSUCHMACRO x\n")
        self.assertIn("NOSUCHMACRO", rendered(page)[1])

    def test_it_has_every_command_with_every_option(self):
        text = rendered(PAGE)[0]
        commands = re.findall(r"^  (\w+) +\w", self.works("initlab", "help"), re.M)
        self.assertGreater(len(commands), 5)
        for command in commands:
            help_text = self.works("initlab", "help", command)
            usages = re.findall(r"^initlab .*", help_text, re.M)
            options = re.findall(r"^(?:  |      )((?:-\w, )?--[\w-]+)", help_text, re.M)
            for usage in usages:
                self.assertIn(usage, text)
            for option in options:
                self.assertRegex(text, rf"\n +{option}\b")

    def test_it_is_what_the_program_prints(self):
        self.assertEqual(PAGE.read_text(), self.works("initlab", "help", "--man"))


if __name__ == "__main__":
    unittest.main()
