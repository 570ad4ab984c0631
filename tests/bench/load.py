"""A bounded load: so many clients, each asking again as soon as it is answered (a closed loop)."""

import time
from concurrent.futures import ThreadPoolExecutor

from .figures import Figures
from .wire import Line

CLIENTS = 8


def reads(url, seconds, clients=CLIENTS, headers=None):
    """Figures of GETs of one URL. Anything but 200 ends it."""
    return loop(lambda: Line(url, headers), lambda line: _ask(line, url), seconds, clients)


def loop(opened, act, seconds, clients):
    """opened() makes what one client acts with; act(it) is one operation."""
    until = time.perf_counter() + seconds
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        runs = [threads.submit(_client, opened, act, until) for _ in range(clients)]
        times = [took for run in runs for took in run.result()]
    return Figures.of(times, time.perf_counter() - started)


def _client(opened, act, until):
    """Seconds that each operation took."""
    actor, times = opened(), []
    try:
        while (started := time.perf_counter()) < until:
            act(actor)
            times.append(time.perf_counter() - started)
    finally:
        actor.close()
    return times


def _ask(line, url):
    status = line.ask()
    if status != 200:
        raise RuntimeError(f"GET {url} was answered with {status}")
