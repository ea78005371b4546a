"""initlab_add_plugin warns of flags that would make a plugin's numbers depend on the compiler, and of no others."""

import shutil
import unittest

from downstream import WORK, output_of

FOLDER = WORK / "fast math"


class FastMath(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        output_of("initlab", "new", "activation", "hurried", folder=FOLDER)

    def configured(self, *options):
        return " ".join(output_of("cmake", "--fresh", "-B", "build", "-G", "Ninja", *options, folder=FOLDER / "hurried").split())

    def test_it_warns(self):
        for option, flag in (("-DCMAKE_CXX_FLAGS=-Wall -ffast-math", "-ffast-math"),
                             ("-DCMAKE_CXX_FLAGS_RELEASE=-Ofast", "-Ofast")):
            self.assertIn(f"hurried would be built with {flag} (its numbers would change with the compiler)",
                          self.configured("-DCMAKE_BUILD_TYPE=Release", option))

    def test_it_does_not_warn_of_other_flags(self):
        self.assertNotIn("Warning", self.configured("-DCMAKE_CXX_FLAGS=-O3 -fno-fast-math -funroll-loops"))


if __name__ == "__main__":
    unittest.main()
