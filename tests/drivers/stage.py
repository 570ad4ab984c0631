"""A stage run by its supervisor (shared/local), as for a user, on another port and data folder."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Unpack

import psutil

from local import ports, remains
from local.channel import ask
from local.data import RUN, Data
from local.group import kill_group, lives
from local.logs import last_lines
from local.runner import READY, STOPPED
from local.shapes import Order, Run

ROOT = Path(__file__).resolve().parents[2]
UP_WITHIN = 310  # seconds; the supervisor gives up earlier
DOWN_WITHIN = 60
OURS: tuple[str, ...]
OURS = ("PORT", "DATA", "DB", "DATABASE_URL", "PUBLIC_", "FAULTS", "PAYMENT_", "SHOP_", "MAKE")
OURS += ("CACHING", "REQUESTS_", "METRICS_", "BODIES_", "PICTURES_", "STEP_UP_")
OURS += ("SIGN_INS_A_MINUTE", "TRUSTED_PROXIES", "RESTARTED", "CHEAP_", "LOGS", "OTEL_", "SPANS")
OURS += ("XRAY", "IDENTITY_")

# The only differences between tests and a user's shop: hundreds of accounts sign up in a minute,
# all from one address. tests/stage1, stage2 and stage3 each test the default of 60 with real
# hashes.
OVERRIDE = {"SIGN_INS_A_MINUTE": "100000", "CHEAP_PASSWORDS": "1"}
AS_READERS = {"CHEAP_PASSWORDS": ""}  # for benchmarks


Begin = Callable[[], subprocess.Popen[bytes]]
Environ = Mapping[str, str]


class Stage:
    def __init__(
        self, begin: Begin | None, data: Path, environ: Environ, output: IO[str] | None
    ) -> None:
        """begin(): starts the supervisor process; None if another process has started it."""
        self._begin, self._data, self._output = begin, Data(data), output
        self._supervisor = begin() if begin else None
        self._given = environ
        self.data = self._data.path

    @property
    def url(self) -> str:
        return self.run["address"]

    @property
    def run(self) -> Run:
        """The supervisor's run.json."""
        return self._data.read(RUN)

    @property
    def staff(self) -> tuple[str, str]:
        """(e-mail, password)"""
        staff = self._data.read("sign-ins.json")["staff"]
        return staff["email"], staff["password"]

    @property
    def colleagues(self) -> dict[str, str]:
        """The suite's setting for the first staff of each role, beside the admin."""
        people = self._data.read("sign-ins.json")
        others = {name: people[name] for name in sorted(people.keys() - {"staff", "customer"})}
        return {"SHOP_COLLEAGUES": json.dumps(others)} if others else {}

    @property
    def provider(self) -> str | None:
        return self._offered("PAYMENT_URL")

    @property
    def provider_key(self) -> str | None:
        return self._offered("PAYMENT_KEY")

    @property
    def identity(self) -> dict[str, str]:
        """The suite's setting for the OpenID provider."""
        url = self._offered("IDENTITY_ISSUER")
        return {"IDENTITY_URL": url} if url else {}

    @property
    def metrics(self) -> dict[str, str]:
        """The suite's settings for reading metrics; empty for functions."""
        url = self._offered("METRICS_URL")
        return {"METRICS_URL": url, "METRICS_TOKEN": self.secret("metrics_token")} if url else {}

    @property
    def database_url(self) -> str | None:
        """The database's URL; None for the SQLite file in the data folder."""
        return self._offered("DATABASE_URL")

    def secret(self, name: str) -> str:
        """A secret that was generated at the first start."""
        return self.secrets[name]

    @property
    def secrets(self) -> dict[str, str]:
        """secrets.json"""
        return self._data.read("secrets.json")

    def pid(self, part: str) -> int:
        """The part's pid; 0 while it is down."""
        return self.run["parts"][part]["pid"]

    def kill(self, part: str) -> None:
        """Send SIGKILL to all processes of a part; returns at their end. It will be restarted."""
        if pid := self.pid(part):
            kill_group(pid)
            self._wait(lambda: self.pid(part) != pid, f"{part} was killed and nobody saw it")

    def stop(self, part: str) -> None:
        """Stop a part, until start() is called."""
        self._tell(do="stop", part=part)
        self._wait(lambda: self._state(part) == STOPPED, f"{part} does not stop")

    def start(self, part: str) -> None:
        self._tell(do="start", part=part)

    def scale(self, part: str, count: int) -> None:
        """Set a part's number of copies, and wait until exactly these are ready."""
        self._tell(do="scale", part=part, count=count)
        names = [part, *(f"{part}.{number}" for number in range(2, count + 1))]
        self._wait(lambda: self._are_ready(part, names), f"{part} does not become {count}")

    def wait_ready(self, part: str, within: float = 60) -> None:
        self._wait(lambda: self._is_ready(part), f"{part} is not ready", within)

    def wait_open(self) -> None:
        self._wait(self._is_open, "the stage does not come up", UP_WITHIN)

    def logs(self, part: str, count: int = 200) -> str:
        return "\n".join(last_lines(self._data.log(part), count))

    def output(self) -> str:
        """The supervisor's terminal output."""
        assert self._output, "another process has started it"
        return Path(self._output.name).read_text(encoding="utf-8")

    def kill_supervisor(self) -> None:
        """Send SIGKILL to the supervisor alone: its parts run on until the next start ends them."""
        supervisor = self._own()
        supervisor.kill()
        supervisor.wait()

    def begin_again(self) -> None:
        """Start again on the same data. Call it after end() or kill_supervisor()."""
        assert self._begin, "another process has started it"
        self._supervisor = self._begin()
        self.wait_open()

    def end(self) -> None:
        supervisor = self._own()
        supervisor.send_signal(signal.SIGTERM)
        try:
            supervisor.wait(DOWN_WITHIN)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
        if self._data.path.exists() and self._data.lock():
            remains.end(self._data)
            self._data.unlock()

    @property
    def number(self) -> str:
        """The stage's number: "1", "2" or "3"."""
        return self._data.stage.removeprefix("stage")

    def processes(self) -> list[psutil.Process]:
        """The processes of the supervisor and of all its parts."""
        supervisor = psutil.Process(self.run["supervisor"]["pid"])
        return [supervisor, *supervisor.children(recursive=True)]

    def _tell(self, **order: Unpack[Order]) -> None:
        key = self._data.read("secrets.json")["control"]
        answer = ask(self.run["supervisor"]["control"], key, **order)
        if "refused" in answer:
            raise LookupError(answer["refused"])

    def _is_open(self) -> bool:
        run = self.run
        return run.get("open", False) and run["supervisor"]["pid"] == self._own().pid

    def _own(self) -> subprocess.Popen[bytes]:
        assert self._supervisor, "another process has started it"
        return self._supervisor

    def _state(self, part: str) -> str:
        return self.run["parts"][part]["state"]

    def _is_ready(self, part: str) -> bool:
        shown = self.run["parts"][part]
        return shown["state"] == READY and lives(shown["pid"])

    def _are_ready(self, part: str, names: list[str]) -> bool:
        there = [name for name in self.run["parts"] if name.split(".")[0] == part]
        return there == names and all(map(self._is_ready, names))

    def _offered(self, name: str) -> str | None:
        return self.run["offers"].get(name) or self._given.get(name)

    def _wait(
        self, happened: Callable[[], bool], complaint: str, within: float = DOWN_WITHIN
    ) -> None:
        deadline = time.monotonic() + within
        while not happened():
            if self._has_ended() or time.monotonic() > deadline:
                raise RuntimeError(f"{complaint}:\n{self._printed()}")
            time.sleep(0.02)

    def _has_ended(self) -> bool:
        return self._supervisor is not None and self._supervisor.poll() is not None

    def _printed(self) -> str:
        return self.output()[-4000:] if self._output else ""


def found(data: Path) -> Stage:
    """The stage that another process has started on this data folder, and will stop."""
    return Stage(None, data, {}, None)


Running = AbstractContextManager[Stage]


@contextmanager
def running(source: Path, data: Path, environ: Environ) -> Iterator[Stage]:
    """Run a stage. source: the folder with parts.toml. environ: added to this process's own.

    If source is in a copy of the whole repository, its processes start there.
    """
    root = source.parent if (source.parent / "shared").is_dir() else ROOT
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    settings = {"PORT": str(ports.free()), "XRAY": "off", **OVERRIDE, **environ, "DATA": str(data)}
    words = [sys.executable, "-m", "local.run", str(source), "--for-tests"]
    path = {"PYTHONPATH": str(ROOT / "shared")}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="stage-") as output:
        given = clean | path | settings

        def begin() -> subprocess.Popen[bytes]:
            return subprocess.Popen(words, env=given, cwd=root, stdout=output, stderr=output)

        stage = Stage(begin, data, settings, output)
        try:
            stage.wait_open()
            yield stage
        finally:
            stage.end()
