#!/usr/bin/env python3
"""All tests of this folder at the same time, each with a cluster of its own: they mostly wait for Slurm."""

import subprocess
import sys
from pathlib import Path

SKIPPED = 77


def main():
    tests = sorted(Path(__file__).parent.glob("*_test.py"))
    running = [subprocess.Popen([sys.executable, "-B", test], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, errors="replace") for test in tests]
    codes = []
    for test, process in zip(tests, running):
        told = process.communicate()[0]
        codes.append(process.returncode)
        print(f"{test.stem}: {'ok' if process.returncode == 0 else f'exit code {process.returncode}'}\n{told}", flush=True)
    if any(code not in (0, SKIPPED) for code in codes):
        return 1
    return 0 if 0 in codes else SKIPPED


if __name__ == "__main__":
    sys.exit(main())
