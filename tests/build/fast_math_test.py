#!/usr/bin/env python3
"""initlab's own build stops at flags that would make its numbers depend on the compiler, and at no others."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

CMAKE = os.environ["INITLAB_CMAKE"]
MODULES = Path(os.environ["INITLAB_SOURCE"]) / "framework/cmake"
PROJECT = f"""\
cmake_minimum_required(VERSION 3.25)
project(flags LANGUAGES NONE)
list(APPEND CMAKE_MODULE_PATH "{MODULES}")
include(InitlabOptions)
"""


class FastMath(unittest.TestCase):
    def configured(self, *options, **variables):
        """Exit code, and what CMake said in one line."""
        kept = {name: value for name, value in os.environ.items() if name not in ("CFLAGS", "CXXFLAGS")}
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "CMakeLists.txt").write_text(PROJECT)
            done = subprocess.run([CMAKE, "-S", folder, "-B", folder + "/build", *options], env=kept | variables,
                                  capture_output=True, text=True)
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    def refused(self, flag, *options, **variables):
        code, text = self.configured(*options, **variables)
        self.assertEqual(code, 1, text)
        self.assertIn(f"initlab does not build with {flag}: its results would change with the compiler.", text)

    def test_it_is_refused_wherever_it_is_given(self):
        self.refused("-Ofast", "-DCMAKE_CXX_FLAGS=-Ofast")
        self.refused("-ffast-math", "-DCMAKE_CXX_FLAGS=-Wall -ffast-math")
        self.refused("-ffast-math", "-DCMAKE_C_FLAGS=-ffast-math")
        self.refused("-Ofast", "-DCMAKE_CXX_FLAGS_RELEASE=-Ofast")
        self.refused("-Ofast", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-g -Ofast")
        self.refused("-ffast-math", CXXFLAGS="-ffast-math")

    def test_so_is_each_of_its_parts(self):
        for flag in ("-funsafe-math-optimizations", "-fassociative-math", "-freciprocal-math", "-ffinite-math-only"):
            self.refused(flag, f"-DCMAKE_CXX_FLAGS={flag}")

    def test_other_flags_are_welcome(self):
        code, text = self.configured("-DCMAKE_CXX_FLAGS=-O3 -fno-fast-math -funroll-loops -march=native")
        self.assertEqual(code, 0, text)


if __name__ == "__main__":
    unittest.main()
