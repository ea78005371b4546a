#!/usr/bin/env python3
"""A disk, a number of files or a file size that does not suffice; places that may not be written. Small disks need root, who mounts them where nobody else sees them."""

import ctypes
import os
import re
import resource
import shutil
import subprocess
import unittest

from interrupted import EXPERIMENT, InterruptedTest

PAGE = 4096
NEW_NAMESPACE, RECURSIVE_PRIVATE = 0x00020000, 0x44000  # CLONE_NEWNS; MS_REC | MS_PRIVATE
FILES = ("a.nc", "a.csv")


def enter_own_namespace():
    """From here on this process and its children see mounts that others do not. False if that is not allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    return (os.geteuid() == 0 and libc.unshare(NEW_NAMESPACE) == 0
            and libc.mount(None, b"/", None, RECURSIVE_PRIVATE, None) == 0)


MAY_MOUNT = enter_own_namespace()


class Starved(InterruptedTest):
    """--force over an older result, with a table beside it."""

    def setUp(self):
        super().setUp()
        self.write("tiny.toml", EXPERIMENT.format(trials=6))
        self.output = self.folder / "out"
        self.output.mkdir()
        self.begin = ("run", "tiny.toml", "--threads", "2", "--quiet", "--output", "out/a.nc", "--csv", "out/a.csv")
        self.old = self.contents("--seed", "2")
        self.new = self.contents()

    def contents(self, *options):
        self.works(*self.begin, *options)
        contents = {path.name: path.read_bytes() for path in self.output.iterdir()}
        for path in self.output.iterdir():
            path.unlink()
        return contents

    def check_files(self, about):
        for name in FILES:
            self.assertTrue((self.output / name).read_bytes() in (self.old[name], self.new[name]), (about, name))
        self.assertEqual([path for path in self.output.iterdir() if path.suffix == ".tmp"], [], about)

    def check_refusal(self, done, reason, about):
        """The name of the file that did not fit."""
        self.assertEqual(done.returncode, 4, (about, done.stderr))
        found = re.fullmatch(rf"initlab: .*out/(\S+) cannot be written \({reason}\)\. .*\n", done.stderr)
        self.assertTrue(found, (about, done.stderr))
        self.check_files(about)
        return found[1]

    def go_on(self, about):
        if (self.output / "a.nc.journal").exists():
            self.works("run", "out/a.nc", "--resume", "--quiet")
        else:
            self.works(*self.begin, "--force")
        for name in FILES:
            self.assertTrue((self.output / name).read_bytes() == self.new[name], (about, name))


@unittest.skipUnless(MAY_MOUNT, "small disks need root and a mount namespace")
class SmallDisk(Starved):
    def mount(self, options, *flags):
        subprocess.run(["mount", *flags, "-t", "tmpfs", "-o", options, "none", self.output], check=True)

    def grow(self, room, first, step):
        """The files that did not fit, in disks that grow until all do. The mount's option `room` says what is scarce."""
        refused = []
        scarce = first
        while True:
            self.mount("size=100m")
            try:
                for name, content in self.old.items():
                    (self.output / name).write_bytes(content)
                self.mount(room.format(scarce), "-o", "remount")
                done = self.initlab(*self.begin, "--force")
                if done.returncode == 0:
                    self.check_files(scarce)
                    return refused
                refused.append(self.check_refusal(done, "No space left on device", scarce))
                self.mount("size=100m,nr_inodes=1000", "-o", "remount")
                self.go_on(scarce)
            finally:
                subprocess.run(["umount", self.output], check=True)
            scarce += step

    def test_that_is_full_after_every_page(self):
        begin = sum((len(content) + PAGE - 1) // PAGE for content in self.old.values())
        refused = self.grow("size={}k", 4 * begin, PAGE // 1024)
        self.assertEqual(set(refused), {"a.nc.journal", "a.nc", "a.nc.run.json", "a.csv"})
        print(f"{len(refused)} sizes of a disk that did not suffice")

    def test_that_has_room_for_so_many_files(self):
        refused = self.grow("nr_inodes={}", 1 + len(self.old), 1)
        self.assertLessEqual({"a.nc.journal", "a.nc", "a.nc.bak"}, set(refused))

    def test_that_may_only_be_read(self):
        self.mount("size=100m")
        self.addCleanup(subprocess.run, ["umount", self.output], check=True)
        for name, content in self.old.items():
            (self.output / name).write_bytes(content)
        self.mount("ro", "-o", "remount")
        self.assertEqual(self.one_line(4, *self.begin, "--force"),
                         "out/a.nc cannot be written (Read-only file system). Choose a folder that you may write to.")


class FileSize(Starved):
    def test_that_is_limited(self):
        """SIGXFSZ would end a process that does not ignore it."""
        refused = []
        limit = 1000
        while True:
            for name, content in self.old.items():
                (self.output / name).write_bytes(content)
            done = self.initlab(*self.begin, "--force",
                                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
            if done.returncode == 0:
                break
            refused.append(self.check_refusal(done, "File too large", limit))
            self.go_on(limit)
            limit = limit * 5 // 4
        self.assertLessEqual({"a.nc.journal", "a.nc"}, set(refused))
        print(f"{len(refused)} limits on the size of a file that did not suffice")


class Place(InterruptedTest):
    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)
        self.as_another = ()
        if os.geteuid() == 0:  # to whom everything is allowed
            self.as_another = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
            if not shutil.which("setpriv") or self.initlab("--version", wrapper=self.as_another).returncode != 0:
                self.skipTest("the program cannot be run as another user")

    def locked(self, mode):
        folder = self.folder / "locked"
        folder.mkdir()
        self.addCleanup(folder.chmod, 0o755)
        return lambda: folder.chmod(mode)

    def test_where_one_may_not_write(self):
        lock = self.locked(0o555)
        journal = self.whole_journal("short.toml")
        self.write("locked/a.nc.journal", journal)
        lock()
        self.assertEqual(self.one_line(4, "run", "short.toml", "--output", "locked/b.nc", wrapper=self.as_another),
                         "locked/b.nc cannot be written (Permission denied). Choose a folder that you may write to.")
        self.assertRegex(self.one_line(4, "run", "locked/a.nc", "--resume", wrapper=self.as_another),
                         r"locked/a\.nc\S* cannot be written \(Permission denied\)")
        self.assertIn("finished, but for the result", self.works("status", "locked/a.nc", wrapper=self.as_another))

    def test_where_one_may_not_read(self):
        lock = self.locked(0o311)
        self.works("plan", "short.toml", "--shards", "2", "--output", "locked/plan.toml")
        lock()
        for command in (("status", "locked"), ("merge", "locked", "--csv", "-")):
            self.assertEqual(self.one_line(2, *command, wrapper=self.as_another),
                             "locked cannot be read (Permission denied). Check the path and its permissions.")

    def test_where_one_may_not_enter(self):
        lock = self.locked(0o600)
        lock()
        for command in ("status", "merge"):
            more = () if command == "status" else ("--csv", "-")
            done = self.initlab(command, "locked/in", *more, wrapper=self.as_another)
            self.assertEqual(done.returncode, 2, done.stderr)

    def test_that_is_not_there_or_is_a_folder(self):
        (self.folder / "d").mkdir()
        (self.folder / "b.nc.journal").mkdir()
        self.assertIn("there is no folder no", self.one_line(4, "run", "short.toml", "--output", "no/a.nc"))
        self.assertIn("there is nothing to go on with", self.one_line(4, "run", "no/a.nc", "--resume"))
        self.assertIn("d is a folder", self.one_line(4, "run", "short.toml", "--output", "d"))
        self.assertIn("b.nc.journal", self.one_line(4, "run", "short.toml", "--output", "b.nc"))
        self.assertIn("holds no plan", self.one_line(2, "status", "d"))
        self.assertIn("holds no plan", self.one_line(2, "merge", "d", "--output", "a.nc"))
        self.assertIn("no is not there", self.one_line(2, "status", "no"))


if __name__ == "__main__":
    unittest.main()
