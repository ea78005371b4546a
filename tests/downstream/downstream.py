"""Folders that `initlab new` writes, built against the installed prefix. CTest sets INITLAB_PREFIX and
INITLAB_DOWNSTREAM, the folder in which the tests leave their builds and the tables to compare."""

import os
import subprocess
from pathlib import Path

PREFIX = Path(os.environ["INITLAB_PREFIX"])
WORK = Path(os.environ["INITLAB_DOWNSTREAM"])
REFERENCE = WORK / "as it stands"

# The name of each scaffold, and what follows `initlab new` for it.
SCAFFOLDS = {"soft_floor": ["activation", "soft_floor"],
             "fan_gain": ["initializer", "fan_gain"],
             "calm_depth": ["initializer", "calm_depth", "--depth-dependent"],
             "mostly_zero": ["initializer", "mostly_zero", "--fill"]}

# Small enough for a matrix of builds, and every layer of every observable is in the table.
SHORT = ["--trials", "10", "--threads", "1", "--csv", "-"]


def environment():
    """Of somebody who has installed initlab and set nothing but PATH; a compiler cache, if there is one, is used."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("CCACHE_") or name == "HOME"}
    return {**kept, "PATH": f"{PREFIX}/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


def output_of(*command, folder):
    """What it printed; an AssertionError with everything it said if it failed."""
    done = subprocess.run([str(word) for word in command], cwd=folder, env=environment(), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{command} in {folder} gave {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def table_of(name, build):
    """The tidy table of the scaffold's experiment, with the plugins of that build."""
    return output_of("initlab", "run", f"{name}.toml", "--plugin-path", build, *SHORT, folder=REFERENCE / name)
