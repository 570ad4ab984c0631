"""A running stage with its own data and ports, to be damaged."""

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from local.runner import SETTLED
from tests.contract.books import at_rest, check_books
from tests.contract.client import Shop
from tests.contract.provider import Provider
from tests.contract.steps import HEALED, accepted, eventually, signed_in
from tests.drivers.stage import ROOT

from . import functions
from .acts import COMMAND

STAGES = {
    "1": ["sqlite", "postgres"],
    "2": ["postgres"],
    "3": ["dynamodb"],
}  # the databases of each
# The parts that process orders. shop-worker: of a variant (docs/variants/queued-monolith.md).
THE_SHOP = ("shop", "shop-worker", "orders", "orders-worker", "payments")
SIGNED_IN_SECONDS = 600  # an access token lives 900
# Log entries that no crash excuses. Services may log that another service is down.
WRONG = {
    "1": ("Traceback", '"bug"', '"sweep failed"', '"database unavailable"', '"trace":'),
    "2": ('"bug"', "the books are wrong", '"trace":'),
    "3": ('"bug"', "the books are wrong", "AccessDenied", '"trace":'),
}


class Site:
    def __init__(self, stage, number):
        self.stage, self.number = stage, number
        self.shop = Shop(stage.url)
        self.find_provider()
        self._staff, self._signed_in_at = None, 0
        self._read_to = {}
        self._ready = {}  # part: (pid, time when it was seen ready)
        self.killed = Counter()
        self.act = "raise"  # how a function fails
        self._lines = set()  # lines of the functions' logs, checked so far

    def find_provider(self):
        """Find the provider: its port changes with each start of the whole stage."""
        self.provider = Provider(self.stage.provider, self.stage.provider_key)

    @property
    def parts(self):
        return list(self.stage.run["parts"])

    @property
    def staff(self):
        if not self._staff or time.monotonic() - self._signed_in_at > SIGNED_IN_SECONDS:
            self._staff = signed_in(self.shop, *self.stage.staff)
            self._signed_in_at = time.monotonic()
        return self._staff

    def called(self, name):
        """The parts with that name; "shop" means all parts that process orders."""
        return [part for part in (THE_SHOP if name == "shop" else [name]) if part in self.parts]

    def of_service(self, service):
        """A service's parts: many have a worker too."""
        return [part for part in (service, f"{service}-worker") if part in self.parts]

    def kill(self, name):
        if name == "shop" and self.number == "3":
            return functions.kill_hosts(self)
        for part in self.called(name):
            self.let_live(part)
        for part in self.called(name):
            self.stage.kill(part)
            self.killed[part] += 1

    def wait_ready(self, part):
        self.stage.wait_ready(part, HEALED)
        pid = self.stage.pid(part)
        if self._ready.get(part, (0, 0))[0] != pid:
            self._ready[part] = pid, time.monotonic()

    def let_live(self, part):
        """Wait until the part has settled: deaths right after a start delay the next restart."""
        self.wait_ready(part)
        lived = time.monotonic() - self._ready[part][1]
        time.sleep(max(0, SETTLED + 0.2 - lived))

    def deaths(self, parts):
        """The number of their restarts, without the kills from here."""
        labels, lines = tuple(f"[{part}]" for part in parts), self.stage.output().splitlines()
        seen = [line for line in lines if line.startswith(labels) and "starting it again" in line]
        return len(seen) - sum(self.killed[part] for part in parts)

    def crash_at(self, part, point):
        """Set a crash point. The result exists until that part, or a function, has reached it."""
        if self.number == "3" and part != "sandbox":
            return functions.Fault(self, point, self.act)
        whole = part in ("shop", COMMAND) and self.number == "1"
        folder = self.stage.data if whole else self.stage.data / part
        folder.mkdir(exist_ok=True)
        (folder / "crash-at").write_text(point)
        return folder / "crash-at"

    def make_staff(self, email):
        """True if the command succeeds."""
        words = [sys.executable, "-m", "local.control", "staff", email]
        env = os.environ | {"DATA": str(self.stage.data), "PYTHONPATH": str(ROOT / "shared")}
        return subprocess.run(words, env=env, cwd=ROOT, capture_output=True).returncode == 0

    def wait_for_rest(self):
        """Wait until all parts are ready, the door reports it, and no order is open."""
        for part in self.parts:
            self.wait_ready(part)
        eventually(self._check_all_answer, HEALED)
        eventually(lambda: at_rest(self.staff), HEALED)

    def _check_all_answer(self):
        found = accepted(self.shop.call("GET", "/ready"))["dependencies"]
        assert set(found.values()) == {"ok"}, found

    def check_books(self, promised=()):
        """All orders by id. Raises AssertionError if a book does not balance or a log has a bug."""
        orders = check_books(self.shop, self.staff, self.provider, promised=promised)
        told = self.logged_faults()
        assert not told, "\n".join(["The logs tell of a bug:", *told[:20]])
        return orders

    def logged_faults(self):
        """Log lines since the last call that indicate a bug."""
        return [
            f"{log.name}: {line}"
            for log in sorted((self.stage.data / "logs").glob("*.log"))
            for line in self._new_lines(log)
            if any(word in line for word in self._wrong)
        ] + self._faults_of_functions()

    @property
    def _wrong(self):
        """A variant of stage 1 may have parts that are down while the shop is up, as in stage 2."""
        more = self.number == "1" and {"redis", "cache"} & set(self.parts)
        return WRONG["2" if more else self.number]

    def _faults_of_functions(self):
        if self.number != "3":
            return []
        new = set(functions.logged(self)) - self._lines
        self._lines |= new
        return [line for line in new if any(word in line for word in WRONG["3"])]

    def _new_lines(self, log):
        with open(log, "rb") as file:
            file.seek(self._read_to.get(log, 0))
            found = file.read()
        self._read_to[log] = self._read_to.get(log, 0) + len(found)
        return found.decode(errors="replace").splitlines()


@contextmanager
def running(stage, db, data, **env):
    """Run a new shop with its data in that folder, which stays there after a failure."""
    data = Path(data)
    shutil.rmtree(data, ignore_errors=True)
    driver = import_module(f"tests.drivers.stage{stage}")
    with driver.running(data=data, db=db, env={"FAULTS": "1", **env}) as started:
        yield Site(started, stage)
    shutil.rmtree(data)
