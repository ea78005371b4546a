#!/usr/bin/env python3
"""Colours and the progress line: on a terminal, and nowhere else."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import unittest

from program import INITLAB, ProgramTest, environment

ESCAPE = "\x1b["


class Terminal(ProgramTest):
    def read_all(self, terminal):
        text = b""
        while True:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # how Linux says that nobody writes any more
                piece = b""
            if not piece:
                os.close(terminal)
                return text.decode().replace("\r\n", "\n")
            text += piece

    def on_terminal(self, *arguments, columns=100, streams=("stdout", "stderr"), **variables):
        """What a terminal with these streams shows, and what the other streams get."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {stream: theirs for stream in streams}
        run = subprocess.Popen([INITLAB, *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                               env=environment(**{"TERM": "xterm", **variables}), **pipes)
        os.close(theirs)
        shown = self.read_all(ours)
        out, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 0, shown)
        return shown, (out or b"").decode() + (err or b"").decode()

    def test_has_colours(self):
        shown, _ = self.on_terminal("run", "small.toml")
        self.assertIn(ESCAPE + "1m", shown)

    def test_without_colours_shows_what_a_pipe_gets(self):
        piped = self.works("run", "small.toml")
        self.assertNotIn(ESCAPE, piped)
        cut = lambda text: re.sub(r"trials in .*", "", text)
        for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": None}):
            shown, _ = self.on_terminal("run", "small.toml", **variables)
            self.assertEqual(cut(shown), cut(piped), variables)

    def test_an_empty_no_color_means_colours(self):
        self.assertIn(ESCAPE, self.on_terminal("run", "small.toml", NO_COLOR="")[0])

    def test_no_colours_where_standard_output_is_no_terminal(self):
        _, out = self.on_terminal("run", "small.toml", streams=("stderr",))
        self.assertNotIn(ESCAPE, out)

    def test_help_fits_the_terminal(self):
        for columns in (60, 80, 120):
            shown, _ = self.on_terminal("plugins", "list", columns=columns, NO_COLOR="1")
            self.assertLessEqual(max(map(len, shown.splitlines())), columns)

    def test_progress_is_shown_and_gone_at_the_end(self):
        for streams in (("stderr",), ("stdout", "stderr")):
            shown, _ = self.on_terminal("run", "small.toml", "--set", "network.width=400", "--set", "network.depth=10",
                                        "--set", "engine=dense", "--trials", "300", "--threads", "1", streams=streams)
            self.assertRegex(shown, r"\r +\d+ %  \d+ of 300 trials, [^ ]+ a second, .* left\x1b\[K", streams)
            last = shown.rindex(" left\x1b[K")
            self.assertTrue(shown[last:].startswith(" left\x1b[K\r\x1b[K"), repr(shown[last:last + 40]))

    def test_no_progress_where_standard_error_is_no_terminal(self):
        arguments = ("run", "small.toml", "--set", "network.width=400", "--set", "network.depth=10", "--set", "engine=dense",
                     "--trials", "100")
        shown, err = self.on_terminal(*arguments, streams=("stdout",))
        self.assertEqual(err, "")
        self.assertNotIn(" left", shown)

    def test_quiet_shows_nothing_at_all(self):
        shown, _ = self.on_terminal("run", "small.toml", "--quiet", "--set", "network.width=400",
                                    "--set", "network.depth=10", "--set", "engine=dense", "--trials", "150")
        self.assertEqual(shown, "")


if __name__ == "__main__":
    unittest.main()
