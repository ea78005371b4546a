#!/usr/bin/env python3
"""Signals and time limits: what is finished is kept, the sentence says how to go on, and going on gives the same bytes."""

import json
import os
import re
import signal
import subprocess
import time
import unittest

import journal_file
from interrupted import EXPERIMENT, LONG_TRIALS, InterruptedTest, tries
from program import INITLAB, PATIENCE, environment

SECONDS = 5  # within which a process ends that promises one: tests run beside others

# After narrow networks that are done at once, one of which a trial takes several seconds, which nothing interrupts.
ENDLESS_TRIAL = """\
trials = 4
engine = "dense"

[network]
depth = 30
width = 16
activation = "tanh"
initializer = "he_normal"

[sweep]
"network.width" = [16, 16384]
"""


class SignalsTest(InterruptedTest):
    def begin(self, *options, count=3, threads="2", **how):
        process = self.start("run", "long.toml", "--quiet", "--output", "a.nc", "--threads", threads, *options, **how)
        self.wait_for_blocks(process, count)
        return process

    def stop(self, process, number):
        """What it said, when it had stopped within the time promised."""
        begin = time.monotonic()
        process.send_signal(number)
        code, said = self.finish(process)
        self.assertEqual(code, 75, said)
        self.assertLess(time.monotonic() - begin, SECONDS * PATIENCE)
        return said

    def check_kept(self, said, trials=20 * LONG_TRIALS):
        """The command of the sentence, all of which is true."""
        found = re.fullmatch(rf"initlab: stopped; (\d+) of {trials} trials are kept in a\.nc\.journal\. Go on with: (.*)\n", said)
        self.assertTrue(found, said)
        data = self.path("a.nc.journal").read_bytes()
        journal = journal_file.parse(data)
        self.assertEqual((journal.end, journal.damage), (len(data), []))
        self.assertEqual(journal.trials_done(), int(found[1]))
        self.assertFalse(self.path("a.nc").exists())
        return found[2]

    def obey(self, command):
        """As one who types what stands there."""
        shell = subprocess.run(["sh", "-c", command + " --quiet"], cwd=self.folder, capture_output=True, text=True,
                               env=environment(PATH=os.path.dirname(INITLAB) + ":" + os.environ["PATH"]))
        self.assertEqual((shell.returncode, shell.stderr), (0, ""))
        self.assert_complete("long.toml")

    def has_unfinished_blocks(self):
        whole = journal_file.parse(self.whole_journal("long.toml")).trials()
        return any(trials < whole[block] for block, trials in self.journal().trials().items())


class Signals(SignalsTest):
    def test_that_stop_within_a_second(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU, signal.SIGINT):
            with self.subTest(number.name):
                self.obey(self.check_kept(self.stop(self.begin(), number)))
                for name in ("a.nc", "a.nc.run.json"):
                    self.path(name).unlink()

    def test_again_and_again(self):
        """A block of which each process adds some trials has the bits of one that was made at once."""
        process = self.begin(count=1, threads="1")
        unfinished = 0
        for _ in range(6):
            self.check_kept(self.stop(process, signal.SIGTERM))
            unfinished += self.has_unfinished_blocks()
            before = self.journal()
            process = self.start("run", "a.nc", "--resume", "--quiet", "--threads", "1")
            self.wait_until(lambda: len(self.journal().authors) > len(before.authors), process)
        self.assertEqual(self.finish(process), (0, ""))
        self.assertGreater(unfinished, 0)
        self.assert_complete("long.toml")

    def test_usr1_lets_blocks_be_finished(self):
        command = self.check_kept(self.stop(self.begin(), signal.SIGUSR1))
        self.assertFalse(self.has_unfinished_blocks())
        self.obey(command)

    def test_a_shard(self):
        self.works("plan", "long.toml", "--shards", "2", "--output", "my plan.toml")
        process = self.start("run", "my plan.toml", "--shard", "2", "--quiet")
        journal = self.path("shard-0002.journal")
        self.wait_until(lambda: journal.exists() and len(journal_file.read(journal).records) > 1, process)
        said = self.stop(process, signal.SIGTERM)
        self.assertRegex(said, r"stopped; \d+ of \d+ trials are kept in shard-0002\.journal\. "
                               r"Go on with: initlab run 'my plan\.toml' --shard 2 --resume\n")
        shell = subprocess.run(["sh", "-c", said.split("Go on with: ")[1].strip() + " --quiet"], cwd=self.folder,
                               env=environment(PATH=os.path.dirname(INITLAB) + ":" + os.environ["PATH"]))
        self.assertEqual(shell.returncode, 0)
        self.works("run", "my plan.toml", "--shard", "1", "--quiet")
        self.works("merge", ".", "--output", "a.nc", "--quiet")
        self.assert_complete("long.toml")

    def test_names_that_a_shell_would_take_apart(self):
        process = self.start("run", "long.toml", "--quiet", "--output", "it's $HOME; x.nc")
        self.wait_for_blocks(process, 1, "it's $HOME; x.nc")
        said = self.stop(process, signal.SIGTERM)
        subprocess.run(["sh", "-c", said.split("Go on with: ")[1].strip() + " --quiet"], cwd=self.folder, check=True,
                       env=environment(PATH=os.path.dirname(INITLAB) + ":" + os.environ["PATH"]))
        self.assert_same_bytes(self.path("it's $HOME; x.nc").read_bytes(), self.reference("long.toml"))

    def test_without_a_file_an_interrupt_is_the_end(self):
        process = self.start("run", "long.toml", "--quiet", "--trials", "1000000")
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.finish(process), (-signal.SIGINT, ""))


class IgnoredSignals(SignalsTest):
    def ignore(self, number):
        return {"preexec_fn": lambda: signal.signal(number, signal.SIG_IGN)}

    def test_nohup_stays(self):
        for number in (signal.SIGHUP, signal.SIGINT):  # a shell's background jobs ignore the latter
            process = self.begin(**self.ignore(number))
            process.send_signal(number)
            self.assertEqual(self.finish(process), (0, ""))
            self.assert_complete("long.toml")
            self.path("a.nc").unlink()

    def test_usr1_that_a_batch_script_ignored_until_now_is_taken(self):
        self.obey(self.check_kept(self.stop(self.begin(**self.ignore(signal.SIGUSR1)), signal.SIGUSR1)))

    def test_usr1_comes_at_any_moment_of_the_start(self):
        """From a script with trap '' USR1: it is nothing, or it stops the run, but never kills it."""
        codes = []
        for _ in range(20):
            process = self.start("run", "short.toml", "--quiet", "--output", "a.nc", **self.ignore(signal.SIGUSR1))
            time.sleep(self.random.uniform(0, 0.1))
            process.send_signal(signal.SIGUSR1)
            code, said = self.finish(process)
            self.assertIn(code, (0, 75), said)
            codes.append(code)
            if code == 75:
                self.works("run", "short.toml", "--quiet", "--output", "a.nc", "--resume")
            self.assert_complete("short.toml")
            self.path("a.nc").unlink()
        print(f"USR1 at the start: {codes.count(75)} of 20 stopped")


class EndlessTrial(SignalsTest):
    def begin(self):
        self.write("endless.toml", ENDLESS_TRIAL)
        process = self.start("run", "endless.toml", "--quiet", "--output", "a.nc", "--threads", "2")
        self.wait_for_blocks(process, 1)
        time.sleep(0.1)
        return process

    def check_kept(self, said):
        self.assertEqual(said, "initlab: stopped; what was finished is kept in a.nc.journal. Go on with: initlab run a.nc --resume\n")
        self.assertEqual(self.journal().trials(), {0: 4})
        self.assertEqual(json.loads(self.works("status", "a.nc", "--json"))["trials_done"], 4)

    def test_is_not_waited_for(self):
        self.check_kept(self.stop(self.begin(), signal.SIGTERM))

    def test_a_second_interrupt_ends_it_at_once(self):
        process = self.begin()
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        begin = time.monotonic()
        self.check_kept(self.stop(process, signal.SIGINT))
        if PATIENCE == 1:
            print(f"second interrupt: ended after {time.monotonic() - begin:.3f} s")

    def test_nor_by_a_time_limit(self):
        self.write("endless.toml", ENDLESS_TRIAL)
        begin = time.monotonic()
        code, said = self.finish(self.start("run", "endless.toml", "--quiet", "--output", "a.nc", "--max-time", "2s"))
        self.assertEqual(code, 75)
        self.assertLess(time.monotonic() - begin, (2 + SECONDS) * PATIENCE)
        self.check_kept(said)


class TimeLimit(SignalsTest):
    def test_stops_in_time_and_the_next_one_goes_on(self):
        times = 0
        trials = 6 * LONG_TRIALS  # several seconds on one thread
        self.write("longer.toml", EXPERIMENT.format(trials=trials))
        limit = "1s" if PATIENCE == 1 else "5s"  # a sanitizer needs most of a second to start
        arguments = ("run", "longer.toml", "--output", "a.nc", "--resume", "--quiet", "--threads", "1")
        for _ in range(60):
            begin = time.monotonic()
            code, said = self.finish(self.start(*arguments, "--max-time", limit))
            self.assertLess(time.monotonic() - begin, SECONDS * PATIENCE)
            if code == 0:
                break
            self.assertEqual(code, 75, said)
            self.check_kept(said, 20 * trials)
            times += 1
        self.assert_complete("longer.toml")
        self.assertGreater(times, 0)

    def test_does_not_concern_a_run_that_is_shorter(self):
        self.works("run", "short.toml", "--quiet", "--output", "a.nc", "--max-time", "1h")
        self.assert_complete("short.toml")

    def test_slips(self):
        for text in ("", "0", "soon", "-1s", "1", "0.1s", "999d"):
            self.assertIn("--max-time", self.one_line(2, "run", "short.toml", "--output", "a.nc", "--max-time=" + text))


class AtTheEnd(SignalsTest):
    MOMENTS = tries(100)

    def test_term_while_the_result_is_made(self):
        """The old file, or the new one; what is not there yet can be made."""
        self.works("run", "long.toml", "--quiet", "--output", "old.nc", "--trials", "3")
        old, new, journal = self.path("old.nc").read_bytes(), self.reference("long.toml"), self.whole_journal("long.toml")
        begin = time.monotonic()
        self.write("a.nc.journal", journal)
        self.works("run", "a.nc", "--resume", "--quiet")
        seconds = time.monotonic() - begin
        codes = {}
        for _ in range(self.MOMENTS):
            self.write("a.nc.journal", journal)
            self.write("a.nc", old)
            process = self.start("run", "a.nc", "--resume", "--quiet")
            time.sleep(self.random.uniform(0, seconds))
            process.send_signal(signal.SIGTERM)
            code, said = self.finish(process)
            self.assertIn(code, (0, 75, -signal.SIGTERM), said)
            codes[code] = codes.get(code, 0) + 1
            content = self.path("a.nc").read_bytes()
            self.assertTrue(content in (old, new), code)
            if code == -signal.SIGTERM:  # it had not begun
                self.assertEqual((content == old, self.path("a.nc.journal").read_bytes() == journal), (True, True))
            if code == 0:
                self.assert_same_bytes(content, new)
            elif self.path("a.nc.journal").exists() or content == old:
                self.works("run", "a.nc", "--resume", "--quiet")
            self.assert_complete("long.toml")
        print(f"{self.MOMENTS} times TERM at the end: {codes}")


class Stopped(SignalsTest):
    def test_a_process_that_is_stopped_goes_on(self):
        process = self.begin()
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.5)
        held = self.path("a.nc.journal").read_bytes()
        self.assertEqual(journal_file.parse(held).damage, [])
        self.assertIn("running", self.works("status", "a.nc"))
        process.send_signal(signal.SIGCONT)
        self.assertEqual(self.finish(process), (0, ""))
        self.assert_complete("long.toml")


class ProgressLines(SignalsTest):
    def test_tell_programs_how_far_a_run_is(self):
        done = self.initlab("run", "short.toml", "--output", "a.nc", "--progress", "json", stdout=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 0)
        last = json.loads(done.stderr.splitlines()[-1])
        self.assertEqual(list(last), ["trials_done", "trials", "share", "seconds", "trials_per_second", "seconds_left"])
        self.assertEqual((last["trials_done"], last["trials"], last["share"], last["seconds_left"]), (800, 800, 1.0, 0.0))


if __name__ == "__main__":
    unittest.main()
