"""A second mover and a second gateway, which may see the mover's file late."""

import itertools
import signal
import subprocess
import threading
import time
from collections import deque
from contextlib import contextmanager
from copy import copy

import psutil
import requests

from local import ports, whole
from local.group import kill_group, signal_group
from move import journal
from tests.contract.client import Shop
from tests.contract.steps import signed_in
from tests.drivers.stage import ROOT

UP_WITHIN = 60  # seconds
MOVER = "hashtextextended('mover', 0)"


@contextmanager
def another(stage, part, log, port=0, **environ):
    """Run a second process of a part, unknown to the supervisor. Yields its pid."""
    first = psutil.Process(stage.pid(part))
    words, own = first.cmdline(), {"METRICS_PORT": str(ports.free()), **environ}
    if port:
        words[words.index("--port") + 1] = str(port)
    with open(log, "wb") as output:
        process = subprocess.Popen(
            words,
            env=first.environ() | own,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process.pid
    finally:
        kill_group(process.pid)
        process.wait()


@contextmanager
def second_gateway(opened, folder, late):
    """Run a second gateway and yield its URL. late: seconds until its copy of the mover's file is
    updated."""
    port, data = ports.free(), folder / "gateway"
    data.mkdir(parents=True)
    url = f"http://127.0.0.1:{port}/api/v1"
    with copied_late(opened.data / journal.FILE, folder / journal.FILE, late):
        with another(opened.stage, "gateway", folder / "log", port, DATA=str(data)):
            opened.soon(lambda: answers(f"{url}/health"))
            yield url


def answers(url):
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


@contextmanager
def copied_late(source, target, seconds):
    over = threading.Event()

    def work():
        seen = deque()
        while not over.wait(0.02):
            seen.append((time.monotonic(), source.read_text() if source.exists() else ""))
            while seen and seen[0][0] < time.monotonic() - seconds:
                content = seen.popleft()[1]
                if content:
                    whole.write(target, content)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class Doors(Shop):
    """Several gateways of one shop, used in turn: what is written at one is read at another."""

    def __init__(self, *urls):
        self._turns = itertools.cycle(urls)
        super().__init__("")

    url = property(lambda self: next(self._turns), lambda self, _: None)


def through(opened, shop):
    """The same open shop, for clients that use those gateways."""
    seen = copy(opened)
    seen.shop = shop
    seen.staff = signed_in(shop, *opened.stage.staff)
    return seen


def end_session_of_the_mover(opened):
    """End the mover's session, as a failover of its database does: it loses the mover's lock."""
    with opened.database("old") as database:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            f" AND classid::bigint = (({MOVER} >> 32) & 4294967295)"
            f" AND objid::bigint = ({MOVER} & 4294967295)"
        )


@contextmanager
def frozen(pid):
    signal_group(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        signal_group(pid, signal.SIGCONT)
