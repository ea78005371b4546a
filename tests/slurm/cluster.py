#!/usr/bin/env python3
"""A real Slurm on this machine, for tests and for trying things by hand: munged, slurmctld and one slurmd a node, with keys,
sockets, ports and configuration of their own in one folder. Nothing of the system's is read or changed.

    tests/slurm/cluster.py FOLDER [NODES]     brings one up, says how to reach it, and stops it at Ctrl-C
"""

import contextlib
import ctypes
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PROGRAMS = ["munged", "munge", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel", "sinfo"]
# Debian's munged, slurmctld and slurmd are in /usr/sbin, which is not on everybody's PATH.
PATH = "/usr/sbin:" + os.environ["PATH"]


def missing():
    """The programs that a cluster needs and this machine does not have."""
    return [program for program in PROGRAMS if shutil.which(program, path=PATH) is None]


def user_name():
    return pwd.getpwuid(os.getuid()).pw_name


def free_ports(count):
    with contextlib.ExitStack() as open_sockets:
        found = [open_sockets.enter_context(socket.socket()) for _ in range(count)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in found]


def die_with_parent():
    """However a test ends, its daemons do not outlive it."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Cluster:
    """Nodes n1, n2, ... of `cpus` processors each (whatever the machine has). `site` is what this site has in its slurm.conf."""

    def __init__(self, folder, nodes=1, cpus=4, site="RequeueExit=75"):
        self.folder = Path(folder)
        self.nodes = [f"n{number + 1}" for number in range(nodes)]
        self.daemons = {}  # by name: "munged", "slurmctld", "n1"
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("SLURM_", "SBATCH_", "SQUEUE_", "SCANCEL_"))}
        self.environment.update(PATH=PATH, SLURM_CONF=str(self.folder / "slurm.conf"))
        self._configure(cpus, site)

    def _configure(self, cpus, site):
        for name in ("state", "log", *("spool." + node for node in self.nodes), *("tmp." + node for node in self.nodes)):
            (self.folder / name).mkdir(parents=True)
        self.folder.chmod(0o755)  # munged wants its socket to be reachable by everybody
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o400)
        controller, *ports = free_ports(1 + len(self.nodes))
        user, host = user_name(), socket.gethostname().split(".")[0]
        # cred_expire: Slurm waits that long, and a second, before it starts a job again; 5 is the least that it takes.
        # SlurmdTimeout: after which a node that does not answer is given up. SchedulerParameters: tests do not like to wait.
        # config_overrides: nodes may have more processors than the machine.
        (self.folder / "slurm.conf").write_text(f"""\
ClusterName=initlab
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={self.folder}/munge.sock,cred_expire=5
SlurmctldPort={controller}
StateSaveLocation={self.folder}/state
SlurmdSpoolDir={self.folder}/spool.%n
SlurmctldPidFile={self.folder}/slurmctld.pid
SlurmdPidFile={self.folder}/slurmd.%n.pid
SlurmctldLogFile={self.folder}/log/slurmctld.log
SlurmdLogFile={self.folder}/log/slurmd.%n.log
TmpFS={self.folder}/tmp.%n
SwitchType=switch/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
SlurmdParameters=config_overrides
SlurmdTimeout=10
ReturnToService=2
KillWait=3
MinJobAge=600
MailProg=/bin/true
{site}
""" + "".join(f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs={cpus} RealMemory=4000 State=UNKNOWN\n"
              for node, port in zip(self.nodes, ports)) +
            f"PartitionName=main Nodes={','.join(self.nodes)} Default=YES MaxTime=INFINITE State=UP\n")
        # slurmd 22.05 loads a cgroup plugin even where none is used; only this one does without a mounted /sys/fs/cgroup.
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")

    def _start(self, name, *command):
        log = open(self.folder / "log" / (name + ".out"), "ab")
        with log:
            self.daemons[name] = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                                                  stderr=log, preexec_fn=die_with_parent, start_new_session=True)

    def start(self):
        at = self.folder
        self._start("munged", "munged", "--foreground", "--force", f"--key-file={at}/munge.key", f"--socket={at}/munge.sock",
                    f"--pid-file={at}/munged.pid", f"--log-file={at}/log/munged.log", f"--seed-file={at}/munge.seed")
        self.wait_until(lambda: (at / "munge.sock").exists(), "munged does not listen", 10)
        self.start_controller()
        for node in self.nodes:
            self.start_node(node)
        self.wait_until(lambda: self.ask("sinfo", "-h", "-N", "-o", "%T").split() == ["idle"] * len(self.nodes),
                        "Slurm does not come up", 30)

    def start_controller(self):
        """Goes on with the jobs that it had when it was lost."""
        self._start("slurmctld", "slurmctld", "-D")

    def lose_controller(self):
        daemon = self.daemons.pop("slurmctld")
        daemon.kill()
        daemon.wait()

    def start_node(self, node):
        self._start(node, "slurmd", "-D", "-N", node)

    def lose_node(self, node):
        """As if its plug were pulled: the daemon, Slurm's watchers of its jobs, and the jobs, all at once."""
        jobs = {process for process in processes() if self._is_job(process, node)}
        # slurmstepd is the parent of what it watches, and nobody's child.
        watchers = {parent_of(process) for process in jobs if b"slurmstepd" in proc(parent_of(process), "cmdline")}
        for process in [self.daemons[node].pid, *watchers, *jobs]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.daemons.pop(node).wait()

    def _is_job(self, process, node):
        environment = proc(process, "environ").split(b"\0")
        return f"SLURM_CONF={self.folder}/slurm.conf".encode() in environment and f"SLURMD_NODENAME={node}".encode() in environment

    def stop(self):
        # Jobs first: they are not the daemons' children.
        if "slurmctld" in self.daemons:
            with contextlib.suppress(subprocess.SubprocessError, AssertionError):
                self.ask("scancel", "--user", user_name())
                self.wait_until(lambda: not self.ask("squeue", "-h", "-t", "R,CG"), "jobs do not end", 10)
        for name in [*self.nodes, "slurmctld", "munged"]:
            if name in self.daemons:
                daemon = self.daemons.pop(name)
                daemon.terminate()
                try:
                    daemon.wait(10)
                except subprocess.TimeoutExpired:
                    daemon.kill()
                    daemon.wait()

    def ask(self, *command):
        """Standard output of one of Slurm's programs; empty if it fails."""
        return subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, timeout=20).stdout

    def job(self, number):
        """What is known of a job, or of an element "7_3": {"JobState": "RUNNING", "Restarts": "0", ...}."""
        return dict(re.findall(r"(\w+)=(\S*)", self.ask("scontrol", "show", "job", number)))

    def do(self, *command, **how):
        """Its standard output; a failure fails the test."""
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20,
                              **{"env": self.environment, **how})
        if done.returncode != 0:
            raise AssertionError(f"{command} failed with {done.returncode}: {done.stderr}")
        return done.stdout

    def wait_until(self, happened, otherwise, seconds):
        """Asks until it has; fails with what the daemons have to say if it does not within so many seconds."""
        end = time.monotonic() + seconds
        while True:
            answer = happened()
            if answer:
                return answer
            if time.monotonic() > end:
                raise AssertionError(f"{otherwise} after {seconds} s.\n{self.logs()}")
            time.sleep(0.1)

    def logs(self):
        text = self.ask("squeue", "-a") + self.ask("scontrol", "show", "job") if "slurmctld" in self.daemons else ""
        for log in sorted((self.folder / "log").iterdir()):
            text += f"---- {log.name}\n" + "".join(log.read_text(errors="replace").splitlines(keepends=True)[-40:])
        return text


def processes():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def proc(process, file):
    """Empty for a process that is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/{file}").read_bytes()
    return b""


def parent_of(process):
    # Behind the name, which stands in parentheses: state, parent.
    behind_name = proc(process, "stat").rsplit(b")", 1)[-1].split()
    return int(behind_name[1]) if behind_name else 0


def main():
    if missing():
        sys.exit("cluster.py needs " + ", ".join(missing()) + ". On Debian: apt-get install slurm-wlm munge")
    cluster = Cluster(Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    try:
        cluster.start()
        print(f"export SLURM_CONF={cluster.environment['SLURM_CONF']}   # Ctrl-C here stops the cluster")
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
