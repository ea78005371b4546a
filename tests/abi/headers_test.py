"""Every header of the SDK compiles alone, without a warning: abi.h as C11, all as C++20. So do plugins of every kind."""

import shutil
import subprocess
import unittest
from pathlib import Path

SDK = Path(__file__).parents[2] / "framework/sdk"
HEADERS = sorted(file.relative_to(SDK) for file in (SDK / "initlab").rglob("*.h*"))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion"]


def said_of(source, *command):
    """What a compiler says of a file with this text."""
    return subprocess.run([*command, *WARNINGS, "-fsyntax-only", f"-I{SDK}", "-"], input=source, capture_output=True,
                          text=True).stderr


class Headers(unittest.TestCase):
    def test_each_as_cpp20(self):
        self.assertGreater(len(HEADERS), 15)
        for compiler in filter(shutil.which, ("g++", "clang++")):
            for header in HEADERS:
                with self.subTest(compiler, header=str(header)):
                    self.assertEqual(said_of(f"#include <{header}>\n", compiler, "-std=c++20", "-march=x86-64-v3", "-x", "c++"), "")

    def test_the_boundary_as_c11(self):
        for compiler in filter(shutil.which, ("gcc", "clang")):
            with self.subTest(compiler):
                self.assertEqual(said_of("#include <initlab/abi.h>\n", compiler, "-std=c11", "-x", "c"), "")

    def test_a_plugin_with_every_kind_of_parameter_for_every_compiler(self):
        folder = Path(__file__).parents[2]
        for compiler in filter(shutil.which, ("g++", "clang++")):
            for plugin in ("tests/plugins/good/every_parameter.cpp", "plugins/activations/custom.cpp"):
                with self.subTest(compiler, plugin=plugin):
                    done = subprocess.run([compiler, "-std=c++20", "-march=x86-64-v3", "-Wall", "-Wextra", "-fsyntax-only",
                                           f"-I{SDK}", folder / plugin], capture_output=True, text=True)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_narrowing_is_warned_of(self):
        source = "#include <initlab/abi.h>\nfloat f(double x) { return x; }\n"
        self.assertIn("-Wfloat-conversion", said_of(source, "g++", "-std=c++20", "-x", "c++"))


if __name__ == "__main__":
    unittest.main()
