"""Runs initlab and reads its tables. The program and the source tree come from the environment, set by CTest."""

import csv
import io
import os
import subprocess
from pathlib import Path

INITLAB = os.environ["INITLAB"]
SOURCE = Path(os.environ["INITLAB_SOURCE"])
EXPERIMENTS = SOURCE / "experiments"
BLOG = sorted((EXPERIMENTS / "blog").glob("*.toml"))
PAPERS = sorted((EXPERIMENTS / "papers").glob("*/*.toml"))


def initlab(*arguments, folder=SOURCE):
    """What it printed, and its exit code; both streams together where it failed."""
    done = subprocess.run([INITLAB, *map(str, arguments)], cwd=folder, capture_output=True, text=True)
    return (done.stdout if done.returncode == 0 else done.stdout + done.stderr), done.returncode


def measure(file, *arguments):
    """The rows of the tidy table, as dictionaries of strings."""
    text, code = initlab("run", file, "--csv", "-", *arguments)
    if code != 0:
        raise AssertionError(text)
    return list(csv.DictReader(io.StringIO(text)))
