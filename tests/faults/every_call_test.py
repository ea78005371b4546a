#!/usr/bin/env python3
"""Each call on the disk that a run makes, from the journal's first to its removal: what if it fails, or is the last one?"""

import errno
import json
import os
import shutil
import unittest

import journal_file
from interrupted import EXPERIMENT, InterruptedTest
from program import environment

LIBRARY = os.environ.get("INITLAB_FAILING_CALLS", "")
FILES = ("a.nc", "a.csv")


@unittest.skipUnless(LIBRARY, "built with a sanitizer, which leaves no room for another library")
class EveryCall(InterruptedTest):
    """A run of --force over an older result, with a table beside it."""

    def setUp(self):
        super().setUp()
        self.write("tiny.toml", EXPERIMENT.format(trials=6))
        shutil.copy(LIBRARY, self.folder / "failing_calls.so")  # LD_PRELOAD takes no path with a space
        self.output = self.folder / "out"
        self.output.mkdir()
        self.begin = ("run", "tiny.toml", "--set", "network.width=16", "--set", "network.activation=tanh", "--threads", "1",
                      "--quiet", "--output", "out/a.nc", "--csv", "out/a.csv")
        self.old = self.contents("--seed", "2")
        self.new = self.contents()

    def contents(self, *options):
        self.works(*self.begin, *options)
        contents = {path.name: path.read_bytes() for path in self.output.iterdir()}
        self.forget()
        return contents

    def forget(self):
        for path in self.output.iterdir():
            path.unlink()

    def with_fault(self, **fault):
        variables = {f"FAULT_{name.upper()}": str(value) for name, value in fault.items()}
        return self.initlab(*self.begin, "--force",
                            env=environment(LD_PRELOAD="./failing_calls.so", FAULT_FOLDER=str(self.output), **variables))

    def calls(self, **fault):
        """What a run calls: [("open", "a.nc.journal"), ...]."""
        self.put_old()
        log = self.folder / "log"
        self.assertEqual(self.with_fault(log=log, **fault).returncode, 0)
        self.forget()
        return [tuple(line.split(" ", 2)[1:]) for line in log.read_text().splitlines()]

    def put_old(self):
        for name, content in self.old.items():
            (self.output / name).write_bytes(content)

    def check_files(self, what):
        """Every file is the old one or the new one."""
        for name in FILES:
            content = (self.output / name).read_bytes()
            self.assertTrue(content in (self.old[name], self.new[name]), (what, name))
        json.loads((self.output / "a.nc.run.json").read_text())

    def go_on_after(self, what):
        """To the end: by --resume once there is a plan to go on with; before, by the same command."""
        journal = self.output / "a.nc.journal"
        has_plan = journal.exists() and journal_file.read(journal).plan
        if has_plan:
            self.works("run", "out/a.nc", "--resume", "--quiet")
        else:
            self.works(*self.begin, "--force")
        for name in FILES:
            self.assertTrue((self.output / name).read_bytes() == self.new[name], (what, name))
        self.assertEqual({path.name for path in self.output.iterdir()} - {"a.nc.bak", "a.csv.bak"}, set(self.new), what)

    def fail_at_every_call(self, error, expected, **more):
        calls = self.calls()
        failed = []
        for number, call in enumerate(calls, 1):
            if "(deleted)" in call[1]:  # of no file any more
                continue
            self.forget()
            self.put_old()
            done = self.with_fault(call=number, **{"with": error}, **more)
            if call[0] == "link" and done.returncode == 0:  # the backup was copied instead, as where there are no links
                self.assertTrue((self.output / call[1]).read_bytes() == self.old[call[1].removesuffix(".bak")])
                continue
            self.assertEqual(done.returncode, 4, (call, done.stderr))
            self.assertRegex(done.stderr, rf"^initlab: .*out/\S+ cannot be written \({expected}\)\. .*\n$", call)
            self.check_files(call)
            self.assertEqual([path for path in self.output.iterdir() if path.suffix == ".tmp"], [], call)
            self.go_on_after(call)
            failed.append(call)
        self.assertEqual({call for call, _ in failed} - {"link"},
                         {"open", "pwrite", "write", "fdatasync", "fsync", "close", "rename"})
        return failed

    def test_a_disk_that_is_full_at_one_call(self):
        failed = self.fail_at_every_call(errno.ENOSPC, "No space left on device")
        print(f"{len(failed)} calls answered ENOSPC")

    def test_a_disk_that_is_full_from_one_call_on(self):
        failed = self.fail_at_every_call(errno.ENOSPC, "No space left on device", **{"from": 1})
        print(f"{len(failed)} calls, and all after them, answered ENOSPC")

    def test_a_disk_that_fails_at_one_call(self):
        failed = self.fail_at_every_call(errno.EIO, "Input/output error")
        print(f"{len(failed)} calls answered EIO")

    def test_a_journal_that_cannot_be_removed(self):
        calls = self.calls(removing=1)
        number = 1 + max(n for n, call in enumerate(calls) if call == ("remove", "a.nc.journal"))
        self.put_old()
        done = self.with_fault(call=number, removing=1, **{"with": errno.EROFS})
        self.assertEqual((done.returncode, done.stderr), (4, "initlab: out/a.nc.journal cannot be written (Read-only file system). "
                                                             "Choose a folder that you may write to.\n"))
        self.go_on_after("remove")

    def test_a_process_that_is_killed_before_or_after_a_call(self):
        calls = self.calls(removing=1)
        self.assertLessEqual({"open", "pwrite", "write", "fdatasync", "fsync", "close", "rename", "link", "remove"},
                             {call for call, _ in calls})
        for number, call in enumerate(calls, 1):
            for moment in ("before", "after"):
                self.forget()
                self.put_old()
                done = self.with_fault(call=number, removing=1, **{"with": moment})
                self.assertEqual(done.returncode, -9, (moment, call))
                self.check_files((moment, call))
                if (self.output / "a.nc.journal").exists() or (self.output / "a.nc").read_bytes() == self.old["a.nc"]:
                    self.go_on_after((moment, call))
                self.check_files((moment, call))
        print(f"{2 * len(calls)} kills at calls")


if __name__ == "__main__":
    unittest.main()
