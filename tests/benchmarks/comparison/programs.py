"""initlab and its peers as programs that are run and timed."""
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PEERS = Path(__file__).resolve().parent.parent / "peers"
# Debian's reference BLAS is ten times slower; beating that would prove nothing.
OPENBLAS = "/usr/lib/x86_64-linux-gnu/openblas-openmp"


@dataclass(frozen=True)
class Finished:
    """A process that has ended: its output, its seconds by the clock and of processors, its largest memory."""
    output: str
    seconds: float
    cpu_seconds: float
    peak_bytes: int

    @property
    def rate(self):
        """Trials a second, as the report has it: from the first draw to the last merge of statistics. Loading,
        planning, theory and the report are not in it."""
        return float(re.search(r"\(([0-9.e+]+) a second", self.output).group(1))


class Initlab:
    """The program, with its experiment files in a folder of their own."""

    def __init__(self, program, folder):
        self.program, self.experiment = program, Path(folder) / "experiment.toml"

    def run(self, experiment, *arguments):
        self.experiment.write_text(experiment)
        return self.finish("run", self.experiment, *arguments)

    def finish(self, *arguments):
        start = time.perf_counter()
        process = subprocess.Popen([self.program, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen waits for it again
        if process.returncode:
            sys.exit(f"initlab {' '.join(map(str, arguments))} ended with exit code {process.returncode}\n{output}")
        return Finished(output, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)

    def trials_for(self, job, engine, seconds, *arguments):
        """Trials a point with which a run takes about that long; at least one."""
        trials = 1
        while True:
            took = trials * job.points / self.run(job.experiment(trials, engine), *arguments).rate
            if took > seconds / 3:  # far enough from start-up and hiccups
                return max(1, round(trials * seconds / took))
            trials *= min(100, round(seconds / took))


class Peer:
    """One of the scripts in peers/, loaded once and asked again and again."""

    def __init__(self, name):
        kept = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
        kept.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
        if os.path.isdir(OPENBLAS):
            kept["LD_LIBRARY_PATH"] = OPENBLAS
        self.name = name
        self.process = subprocess.Popen([sys.executable, "-B", PEERS / f"{name}.py", "--serve"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=kept)
        about = self.answer()
        self.library, self.blas = about["library"], about["blas"]

    def ask(self, request):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name}.py ended with exit code {self.process.wait()}, its error is above")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
