"""The program in a folder of its own. CTest sets INITLAB (the program), INITLAB_SOURCE and INITLAB_TEST_PLUGINS."""

import contextlib
import csv
import io
import os
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

INITLAB = os.environ["INITLAB"]
SOURCE = Path(os.environ["INITLAB_SOURCE"])
TEST_PLUGINS = Path(os.environ["INITLAB_TEST_PLUGINS"])
PATIENCE = float(os.environ.get("INITLAB_PATIENCE", 1))  # how much slower a program with a sanitizer may be

SMALL = """\
title = "Small"
trials = 6
seed = 3

[network]
depth = 3
width = 8
activation = "tanh"
initializer = "he_normal"
"""

SWEPT = SMALL + """
[sweep]
"network.depth" = [2, 4]
"network.initializer" = ["he_normal", { plugin = "normal", std = 0.25 }]
"""


def environment(**changes):
    """This process's environment without what initlab would read from it; None removes a variable."""
    kept = {k: v for k, v in os.environ.items() if k not in ("INITLAB_PLUGIN_PATH", "NO_COLOR", "OMP_NUM_THREADS")}
    kept.update(changes)
    return {k: v for k, v in kept.items() if v is not None}


class ProgramTest(unittest.TestCase):
    """Each test in a new folder whose name has a space and an umlaut, with small.toml and swept.toml in it."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="initlab ö ")
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)
        self.write("small.toml", SMALL)
        self.write("swept.toml", SWEPT)

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def initlab(self, *arguments, env=None, cwd=None, wrapper=(), timeout=60, **pipes):
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **pipes}
        command = [*wrapper, INITLAB, *map(os.fsdecode, arguments)]
        return subprocess.run(command, cwd=cwd or self.folder, env=env or environment(), text=True,
                              timeout=timeout * PATIENCE, **pipes)

    def works(self, *arguments, **how):
        """What it printed on standard output; nothing may be on the other one."""
        done = self.initlab(*arguments, **how)
        self.assertEqual((done.returncode, done.stderr), (0, ""), arguments)
        return done.stdout

    def fails(self, code, *arguments, **how):
        """Its sentence on standard error, without the program's name; nothing may be printed or written."""
        before = self.files()
        done = self.initlab(*arguments, **how)
        self.assertEqual(done.returncode, code, (arguments, done.stderr))
        self.assertEqual(done.stdout or "", "", arguments)
        self.assertEqual(self.files(), before, arguments)
        self.assertTrue(done.stderr.startswith("initlab: "), done.stderr)
        self.assertTrue(done.stderr.endswith("\n"), done.stderr)
        return done.stderr[len("initlab: "):-1]

    def one_line(self, code, *arguments, **how):
        sentence = self.fails(code, *arguments, **how)
        self.assertNotIn("\n", sentence)
        return sentence

    @contextlib.contextmanager
    def within(self, seconds):
        """The programs run inside take less processor time than that; a busy machine makes no difference."""
        def used():
            usage = resource.getrusage(resource.RUSAGE_CHILDREN)
            return usage.ru_utime + usage.ru_stime
        before = used()
        yield
        self.assertLess(used() - before, seconds * PATIENCE)

    def table(self, *arguments, **how):
        """The rows of the tidy table of a run, as dictionaries of texts."""
        return list(csv.DictReader(io.StringIO(self.works("run", *arguments, "--csv", "-", **how))))

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))
