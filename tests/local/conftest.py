import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from local import ports
from local.data import RUN, Data
from local.group import MARK
from tests.drivers import stage
from tests.drivers.ctrl_c import as_in_a_terminal

DUMMY = Path(__file__).parent / "dummy"
UNHURT = ["env", "--block-signal=INT"]  # as the Makefile starts a stage, where env can do that


class Terminal:
    """A person types commands, all for the same data folder and port."""

    def __init__(self, folder):
        self.data, self.port = Data(folder / "data"), ports.free()
        self.environ = {
            **os.environ,
            "PYTHONPATH": str(stage.ROOT / "shared"),
            "DATA": str(self.data.path),
            "PORT": str(self.port),
            "LOGS": "on",
            "XRAY": "off",
        }
        self._output = folder / "terminal"
        self._started = []

    def start(self, umask=-1, output=None, **more):
        """The supervisor, in the background. umask: by default this process's. output: a handle."""
        with open(self._output, "ab") as file:
            started = subprocess.Popen(
                self._words("run", str(DUMMY)),
                env=self.environ | more,
                stdout=output or file,
                stderr=output or file,
                preexec_fn=as_in_a_terminal,
                umask=umask,
            )
        self._started.append(started)
        return started

    def start_and_wait(self, **more):
        started = self.start(**more)
        self.wait(lambda: self._is_open(started) or started.poll() is not None)
        assert started.poll() is None, self.shown()
        return started

    def type(self, module, *words, **more):
        return subprocess.run(
            self._words(module, *words),
            env=self.environ | more,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def shown(self):
        return self._output.read_text()

    def parts(self):
        return self.data.read(RUN)["parts"]

    def part(self, name):
        return self.parts()[name]

    def is_ready(self, name):
        return self.data.read(RUN).get("parts", {}).get(name, {}).get("state") == "ready"

    def hold(self, worker):
        """The file that keeps a worker from coming up for as long as it is there."""
        held = self.data.path / f"hold-{worker}"
        held.touch()
        return held

    def ours(self):
        """The processes that work for this data folder."""
        return [p for p in psutil.process_iter() if _mark(p) == str(self.data.path)]

    def wait(self, happened, within=30):
        deadline = time.monotonic() + within
        while not happened():
            assert time.monotonic() < deadline, self.shown()
            time.sleep(0.02)

    def end(self):
        for started in self._started:
            started.terminate()
            started.wait(30)
        self.type("control", "stop")  # what a killed one has left

    def _is_open(self, supervisor):
        run = self.data.read(RUN)
        return run.get("open") and run["supervisor"]["pid"] == supervisor.pid

    def _words(self, module, *words):
        known = subprocess.run([*UNHURT, "true"], capture_output=True).returncode == 0
        return [*(UNHURT if known else []), sys.executable, "-m", f"local.{module}", *words]


def _mark(process):
    try:
        return process.environ().get(MARK)
    except psutil.Error:
        return None


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.end()
