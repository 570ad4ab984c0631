"""A stage that runs as a newcomer's does, by shared/local, with its port and data elsewhere."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psutil

from local import ports, remains
from local.channel import ask
from local.data import RUN, Data
from local.group import kill_group, lives
from local.logs import last_lines
from local.runner import READY, STOPPED

ROOT = Path(__file__).resolve().parents[2]
UP_WITHIN = 130  # seconds; the supervisor gives up by itself before that
DOWN_WITHIN = 60
OURS = ("PORT", "DATA", "DB", "DATABASE_URL", "PUBLIC_", "FAULTS", "PAYMENT_", "SHOP_", "MAKE")
OURS += ("CACHING", "TRACING", "REQUESTS_", "METRICS_", "BODIES_", "PICTURES_", "STEP_UP_")
OURS += ("SIGN_INS_A_MINUTE", "TRUSTED_PROXIES", "RESTARTED", "CHEAP_", "LOGS")

# The tests' profile differs from a reader's in this alone: hundreds of people sign up in a minute,
# all from one address. tests/stage1, stage2 and stage3 each have a test at the default of 60 and
# with real hashes.
OVERRIDE = {"SIGN_INS_A_MINUTE": "100000", "CHEAP_PASSWORDS": "1"}
AS_READERS = {"CHEAP_PASSWORDS": ""}  # where it is measured how fast a shop is


class Stage:
    def __init__(self, begin, data, environ, output):
        """begin(): starts the supervisor, a process; None if another process has done that."""
        self._begin, self._data, self._output = begin, Data(data), output
        self._supervisor = begin() if begin else None
        self._given = environ
        self.data = self._data.path

    @property
    def url(self):
        return self.run["address"]

    @property
    def run(self):
        """What the supervisor says of itself: run.json."""
        return self._data.read(RUN)

    @property
    def staff(self):
        """(e-mail, password)"""
        staff = self._data.read("sign-ins.json")["staff"]
        return staff["email"], staff["password"]

    @property
    def provider(self):
        return self._offered("PAYMENT_URL")

    @property
    def provider_key(self):
        return self._offered("PAYMENT_KEY")

    @property
    def metrics(self):
        """The suite's settings of where what was counted is read: none for functions."""
        url = self._offered("METRICS_URL")
        return {"METRICS_URL": url, "METRICS_TOKEN": self.secret("metrics_token")} if url else {}

    @property
    def database_url(self):
        """None for the SQLite file in the data folder."""
        return self._offered("DATABASE_URL")

    def secret(self, name):
        """One that was made up at the first start."""
        return self.secrets[name]

    @property
    def secrets(self):
        """secrets.json: {name: secret}"""
        return self._data.read("secrets.json")

    def pid(self, part):
        """0 while it is down."""
        return self.run["parts"][part]["pid"]

    def kill(self, part):
        """SIGKILL to all its processes; returns when they are gone. It will be started again."""
        if pid := self.pid(part):
            kill_group(pid)
            self._wait(lambda: self.pid(part) != pid, f"{part} was killed and nobody saw it")

    def stop(self, part):
        """Stays down until it is started."""
        self._tell("stop", part)
        self._wait(lambda: self._state(part) == STOPPED, f"{part} does not stop")

    def start(self, part):
        self._tell("start", part)

    def scale(self, part, count):
        """Returns when so many copies are ready, and no others are left."""
        self._tell("scale", part, count=count)
        names = [part, *(f"{part}.{number}" for number in range(2, count + 1))]
        self._wait(lambda: self._are_ready(part, names), f"{part} does not become {count}")

    def wait_ready(self, part, within=60):
        self._wait(lambda: self._is_ready(part), f"{part} is not ready", within)

    def wait_open(self):
        self._wait(self._is_open, "the stage does not come up", UP_WITHIN)

    def logs(self, part, count=200):
        return "\n".join(last_lines(self._data.log(part), count))

    def output(self):
        """What stood in the supervisor's terminal."""
        return Path(self._output.name).read_text(encoding="utf-8")

    def kill_supervisor(self):
        """SIGKILL to it alone: its parts live on, until the next start finds them."""
        self._supervisor.kill()
        self._supervisor.wait()

    def begin_again(self):
        """The same start on the same data; to be called after end() or kill_supervisor()."""
        self._supervisor = self._begin()
        self.wait_open()

    def end(self):
        self._supervisor.send_signal(signal.SIGTERM)
        try:
            self._supervisor.wait(DOWN_WITHIN)
        except subprocess.TimeoutExpired:
            self._supervisor.kill()
            self._supervisor.wait()
        if self._data.path.exists() and self._data.lock():
            remains.end(self._data)
            self._data.unlock()

    @property
    def number(self):
        """ "1", "2" or "3"."""
        return self._data.stage.removeprefix("stage")

    def processes(self):
        """The supervisor's and those of all its parts."""
        supervisor = psutil.Process(self.run["supervisor"]["pid"])
        return [supervisor, *supervisor.children(recursive=True)]

    def _tell(self, action, part, **more):
        key = self._data.read("secrets.json")["control"]
        answer = ask(self.run["supervisor"]["control"], key, do=action, part=part, **more)
        if "refused" in answer:
            raise LookupError(answer["refused"])

    def _is_open(self):
        run = self.run
        return run.get("open") and run["supervisor"]["pid"] == self._supervisor.pid

    def _state(self, part):
        return self.run["parts"][part]["state"]

    def _is_ready(self, part):
        shown = self.run["parts"][part]
        return shown["state"] == READY and lives(shown["pid"])

    def _are_ready(self, part, names):
        there = [name for name in self.run["parts"] if name.split(".")[0] == part]
        return there == names and all(map(self._is_ready, names))

    def _offered(self, name):
        return self.run["offers"].get(name) or self._given.get(name)

    def _wait(self, happened, complaint, within=DOWN_WITHIN):
        deadline = time.monotonic() + within
        while not happened():
            if self._has_ended() or time.monotonic() > deadline:
                raise RuntimeError(f"{complaint}:\n{self._printed()}")
            time.sleep(0.02)

    def _has_ended(self):
        return self._supervisor is not None and self._supervisor.poll() is not None

    def _printed(self):
        return self.output()[-4000:] if self._output else ""


def found(data):
    """The stage that another process has started on this data folder, and will end."""
    return Stage(None, data, {}, None)


@contextmanager
def running(source, data, environ):
    """source: the folder with parts.toml. environ: on top of this process's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    settings = {"PORT": str(ports.free()), **OVERRIDE, **environ, "DATA": str(data)}
    words = [sys.executable, "-m", "local.run", str(source), "--for-tests"]
    path = {"PYTHONPATH": str(ROOT / "shared")}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="stage-") as output:
        how = {"env": clean | path | settings, "cwd": ROOT, "stdout": output, "stderr": output}
        stage = Stage(lambda: subprocess.Popen(words, **how), data, settings, output)
        try:
            stage.wait_open()
            yield stage
        finally:
            stage.end()
