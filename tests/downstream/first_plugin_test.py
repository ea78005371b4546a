"""docs/first_plugin.md, followed to the letter: its files are written, its commands run in order in an empty folder, with
the installed prefix on PATH; and what it shows of the program's answers is what the program answers."""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from downstream import environment

PAGE = (Path(os.environ["INITLAB_SOURCE"]) / "docs/first_plugin.md").read_text()


def steps():
    """The fenced blocks in order: ("sh", None, commands), ("text", None, answer), and, where the line before the fence
    names a file, ("cpp", "calm/calm.cpp", its content)."""
    for name, language, text in re.findall(r"(?:^`([^`\n]+)`:\n\n?)?^```(\w+)\n(.*?)^```$", PAGE, re.M | re.S):
        yield language, name, text


class FirstPlugin(unittest.TestCase):
    def test_every_step(self):
        counts = {}
        answer = ""
        with tempfile.TemporaryDirectory(prefix="initlab ") as folder:
            here = folder
            for language, name, text in steps():
                counts[language] = counts.get(language, 0) + 1
                if name:
                    (Path(here) / name).write_text(text)
                elif language == "sh":
                    if "figure.py" in text and not importlib.util.find_spec("matplotlib"):
                        print("skipped: the figure (python3-matplotlib is not there)", file=sys.stderr)
                        continue
                    script = f"set -e\n{text}\npwd > '{folder}/.pwd'\n"
                    done = subprocess.run(["bash", "-c", script], cwd=here, env=environment(), stdin=subprocess.DEVNULL,
                                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                    answer = done.stdout
                    self.assertEqual(done.returncode, 0, f"{text}\n{answer}")
                    here = (Path(folder) / ".pwd").read_text().strip()
                elif language == "text":
                    for line in text.splitlines():
                        self.assertIn(line.strip(), answer)
            figures = [*Path(folder).rglob("figure.svg")]
            if importlib.util.find_spec("matplotlib"):
                self.assertTrue(figures)
                self.assertTrue(all(figure.stat().st_size > 5000 for figure in figures))
        self.assertGreaterEqual(counts["sh"], 5)
        self.assertGreaterEqual(counts["text"], 2)


if __name__ == "__main__":
    unittest.main()
