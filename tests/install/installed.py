"""The installed program in a folder of its own. CTest sets INITLAB_PREFIX, INITLAB_BUILD and INITLAB_SOURCE."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PREFIX = Path(os.environ["INITLAB_PREFIX"])
BUILD = Path(os.environ["INITLAB_BUILD"])
SOURCE = Path(os.environ["INITLAB_SOURCE"])


def environment(prefix=PREFIX, **more):
    """Of somebody who has installed initlab there and set nothing but PATH."""
    return {"PATH": f"{prefix}/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **more}


class InstalledTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="initlab ö ")
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def works(self, *command, prefix=PREFIX, cwd=None, **more):
        """What it printed; nothing may be on standard error."""
        done = subprocess.run([str(word) for word in command], cwd=cwd or self.folder, env=environment(prefix, **more),
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""), (command, done.stdout))
        return done.stdout
