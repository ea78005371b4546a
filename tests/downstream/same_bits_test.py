"""same_bits_test.py COMPILER MODE: the scaffolds, built by that compiler in that mode, load, pass their tests and give the
bits of their first build: plain IEEE operations and initlab::math promise that to any compiler and optimisation level."""

import shutil
import sys

from downstream import REFERENCE, SCAFFOLDS, WORK, output_of, table_of

MODES = {"Release": ("Release", ""),
         "Debug": ("Debug", ""),
         "DebugContainers": ("Debug", "-D_GLIBCXX_DEBUG"),
         "OldStringAbi": ("Release", "-D_GLIBCXX_USE_CXX11_ABI=0")}


def build(compiler, mode, folder):
    """All of them as one project: one question to CMake which compiler this is, not four."""
    build_type, flags = MODES[mode]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(scaffolds LANGUAGES CXX)\nenable_testing()\n"
        + "".join(f'add_subdirectory("{REFERENCE / name}" {name})\n' for name in SCAFFOLDS))
    cache = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    output_of("cmake", "-B", "build", "-G", "Ninja", *cache, f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_BUILD_TYPE={build_type}",
              f"-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Wconversion -Werror {flags}", folder=folder)
    output_of("cmake", "--build", "build", folder=folder)
    tested = output_of("ctest", "--test-dir", "build", folder=folder)
    assert "100% tests passed, 0 tests failed out of 4" in tested, tested


def main(compiler, mode):
    folder = WORK / f"{compiler} {mode}"
    build(compiler, mode, folder)
    for name in SCAFFOLDS:
        table = table_of(name, folder / "build" / name)
        assert table.count("\n") > 100, table
        assert table == (REFERENCE / name / "reference.csv").read_text(), f"{name}: other numbers than those of its first build"
        print(f"{name}: the same {table.count(chr(10))} rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
