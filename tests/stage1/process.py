"""Stage 1 as a process of its own, as parts.toml starts it."""

import os
import signal
import sys
import time

import psutil
import requests

from local import ports
from shop.config import BASE
from tests.layout.house import ROOT

UP_WITHIN = DOWN_WITHIN = 30  # seconds


class Process:
    def __init__(self, log):
        """Of the shop that the environment of this process describes."""
        self.port, self._log = ports.free(), log
        self.url = f"http://127.0.0.1:{self.port}{BASE}"
        server = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "asgi",
            "--http",
            "1",
            "--no-ws",
            "--factory",
        ]
        where = ["shop.app:create_server", "--host", "127.0.0.1", "--port", str(self.port)]
        how = ["--workers", "1", "--log-level", "error"]
        paths = os.pathsep.join(str(ROOT / folder) for folder in ("shared", "stage1-monolith"))
        with log.open("wb") as output:
            self.main = psutil.Popen(
                [*server, *where, *how],
                env={**os.environ, "PYTHONPATH": paths},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def __enter__(self):
        eventually(self.answers, UP_WITHIN, self._log)
        return self

    def __exit__(self, *_):
        for process in self.family():
            process.kill()
        self.main.wait(DOWN_WITHIN)

    def family(self):
        """The main process and its worker, even if they have a new parent."""
        return [p for p in psutil.process_iter() if _group(p) == self.main.pid and _lives(p)]

    def worker(self):
        others = [process for process in self.family() if process.pid != self.main.pid]
        [worker] = [process for process in others if not _is_tracker(process)]
        return worker

    def answers(self):
        try:
            return requests.get(f"{self.url}/health", timeout=5).ok
        except requests.RequestException:
            return False

    def signal_main(self, number=signal.SIGTERM):
        self.main.send_signal(number)
        self.main.wait(DOWN_WITHIN)

    def written(self):
        return self._log.read_text()


def eventually(happens, within, log=None):
    deadline = time.monotonic() + within
    while not happens():
        assert time.monotonic() < deadline, log and log.read_text()
        time.sleep(0.05)


def _is_tracker(process):
    """Python's own helper of a process that was spawned: on macOS, and from Python 3.14 on."""
    return "resource_tracker" in " ".join(process.cmdline())


def _group(process):
    try:
        return os.getpgid(process.pid)
    except ProcessLookupError:
        return None


def _lives(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
