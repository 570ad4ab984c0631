"""A process and all its children, in their own session and so in their own process group."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

MARK = "SUPERVISED_DATA"  # environment variable of every process we start: its data folder


class Group:
    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], cwd: Path, log: Path
    ) -> None:
        with open(log, "ab") as output:
            self._leader = subprocess.Popen(
                command,
                env=env,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal reaches only the supervisor
            )
        self.pid = self._leader.pid
        self.started = started(self.pid)

    def exit_code(self) -> int | None:
        """The first process's exit code; None while it runs; negative: the signal's number."""
        return self._leader.poll()

    def signal(self, number: int) -> None:
        signal_group(self.pid, number)
        if number not in (signal.SIGSTOP, signal.SIGKILL):
            signal_group(self.pid, signal.SIGCONT)  # who is frozen would not hear of it

    def kill(self) -> None:
        """SIGKILL to the whole group, even if the first process has already ended."""
        kill_group(self.pid)
        self._leader.wait()


def started(pid: int) -> float | None:
    """The start of a process in Unix seconds; None if it has ended."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def signal_group(pid: int, number: int) -> None:
    if pid <= 1:
        raise ValueError(f"{pid} stands for our own group, or for all processes")
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):  # macOS: PermissionError when all are zombies
        pass


def kill_group(pid: int, within: float = 5) -> None:
    """Kill a process group; returns once its ports and locks are free."""
    signal_group(pid, signal.SIGKILL)
    deadline = time.monotonic() + within
    while any(map(lives, members(pid))) and time.monotonic() < deadline:
        time.sleep(0.01)


def members(group: int) -> list[int]:
    """The processes of a process group."""
    return [pid for pid in psutil.pids() if _group_of(pid) == group]


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except (ProcessLookupError, PermissionError):
        return None


def lives(pid: int) -> bool:
    """True if the process runs. False also for a zombie."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
