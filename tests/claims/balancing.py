"""Round robin gives a slow copy its full share, least request little, ring hash its own clients.

The variant balancing is stage 2 with an Envoy in front of three copies of the catalog, one of which
is 100 ms away. Its policy chooses a copy for each request: in turn, the one with the fewest
requests under way, or always the same for a client. Then one copy stops.
"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count

import requests

from machinery import variants
from tests.bench.figures import quantile
from tests.bench.wire import Line
from tests.contract.steps import LATER, eventually
from tests.drivers import stage2
from tests.drivers.stage import AS_READERS

from .opened import must, running
from .services import counted

NAME = "balancing"
POLICIES = ("round-robin", "least-request", "ring-hash")
COPIES, SLOW_MS, CLIENTS, SECONDS = 3, 100, 8, 5
PEOPLE = 24  # who read one product each, one after the other
TAKES = "about 3 minutes"


def shown():
    yield f"{CLIENTS} clients; the last of {COPIES} copies is {SLOW_MS} ms away"
    yield f"{'':15}{'a second':>9}{'p50 ms':>8}{'p99 ms':>8}{'of each copy':>20}"
    kept = {}
    for policy in POLICIES:
        with opened(policy) as (site, _):
            site.stage.scale("catalog", COPIES)
            before = counted(site.stage)
            times, rate = loaded(site.url())
            shares = [now - then for now, then in zip(counted(site.stage), before, strict=True)]
            p50, p99 = (quantile(times, share) * 1000 for share in (0.5, 0.99))
            each = " / ".join(f"{share / sum(shares):.0%}" for share in shares)
            yield f"{policy:15}{rate:>9,.0f}{p50:>8,.1f}{p99:>8,.1f}{each:>20}"
            kept[policy] = stays(site)
    yield f"one copy stops: of {PEOPLE} clients"
    for policy, (same, failed) in kept.items():
        yield f"{policy:15}{same:>3} read from the copy they had, {failed} got an error"
        must(not failed, f"{failed} requests failed when a copy went.")


def opened(policy):
    copy = variants.ready(NAME)
    env = {"PYTHONPATH": str(copy / "shared"), "BALANCE": policy, "SLOW_MS": str(SLOW_MS)}
    env |= {"TRUSTED_PROXIES": "127.0.0.1"}  # so that each client may have an address of its own
    return running(stage2, env=AS_READERS | env, source=copy / stage2.SOURCE.name)


def loaded(url):
    """(sorted seconds of each read, reads a second)"""
    until = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(CLIENTS) as threads:
        runs = list(threads.map(lambda number: reads(url, number, until), range(CLIENTS)))
    times = sorted(took for run in runs for took in run)
    return times, len(times) / SECONDS


def reads(url, number, until):
    line, times = Line(url, {"X-Forwarded-For": address(number)}), []
    while (started := time.perf_counter()) < until:
        must(line.ask() == 200, f"{url} was not answered.")
        times.append(time.perf_counter() - started)
    line.close()
    return times


def address(number):
    return f"203.0.113.{number + 1}"  # RFC 5737: for documentation


def stays(site):
    """(clients that read from the same copy after another one has gone, errors)"""
    before = {number: answered_by(site, number) for number in range(PEOPLE)}
    site.stage.scale("catalog", COPIES - 1)
    eventually(partial(is_told, site), LATER)
    after = {number: answered_by(site, number) for number in range(PEOPLE)}
    failed = sum(copy is None for copy in after.values())
    return sum(before[n] == after[n] for n in range(PEOPLE)), failed


def answered_by(site, number):
    """The number of the copy; None if the request failed."""
    before = counted(site.stage)
    asked = requests.get(site.url(), headers={"X-Forwarded-For": address(number)}, timeout=10)
    more = [now - then for now, then in zip(counted(site.stage), before, strict=True)]
    return next((copy for copy, n in zip(count(), more) if n), None) if asked.ok else None


def is_told(site):
    """The balancer no longer knows the copy that has gone: all requests come to the others."""
    found = Counter(answered_by(site, number) for number in range(COPIES * 2))
    assert None not in found, found
