"""With gRPC, work stops when its caller gives up, and calls are smaller; the library costs memory.

The variant grpc is stage 2, whose other services call inventory by gRPC and not by JSON over HTTP.
Both are called in turn, by a process that does what orders does to reserve an order's lines.
"""

import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from functools import partial
from uuid import uuid4

from machinery import variants
from tests.bench import processes
from tests.bench.figures import quantile
from tests.contract.steps import eventually
from tests.drivers import stage2
from tests.drivers.stage import AS_READERS
from tests.layout.house import ROOT

from .calling import Caller
from .opened import must, running
from .standby import connected

NAME = "grpc"
ROUNDS, CALLERS, CALLS, LINES = 5, 8, 50, (1, 40)
COUNTED = 20  # calls whose bytes are counted
WRITTEN = 200  # messages, without a network
HELD_SECONDS = 6.5  # longer than a caller waits
CHANGED = ("inventory", "catalog", "catalog-worker", "orders", "orders-worker")
BUSY = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = 'inventory' AND state <> 'idle' AND pid <> pg_backend_pid()
"""
IMPORTED = """
import time, psutil
before, started = psutil.Process().memory_info().rss, time.perf_counter()
import grpc
print((time.perf_counter() - started) * 1000, (psutil.Process().memory_info().rss - before) / 1e6)
"""
TAKES = "about 4 minutes"


def shown():
    with ExitStack() as opened:
        sites, callers = {}, {}
        for name, (shop, source) in shops().items():
            sites[name], _ = opened.enter_context(shop)
            callers[name] = opened.enter_context(Caller(sites[name].stage, source))
        yield f"{ROUNDS} rounds, the middle one (from … to …)"
        for count in LINES:
            yield from hops(callers, count)
        yield from left_alone(sites, callers)
        for count in LINES:
            yield from sizes(callers, count)
        yield f"µs to write a message of {lines(LINES[-1])}, and to read it"
        yield from formats(callers["gRPC"])
        yield f"MB of the {len(CHANGED)} processes that use it"
        yield from rows({name: [megabytes(site.stage)] for name, site in sites.items()})
    yield from library()


def shops():
    """{name: (a shop, not yet open; its source)}"""
    copy = variants.ready(NAME)
    changed, source = {"PYTHONPATH": str(copy / "shared")}, copy / stage2.SOURCE.name
    json = running(stage2, env=AS_READERS)
    return {
        "JSON": (json, stage2.SOURCE),
        "gRPC": (running(stage2, env=AS_READERS | changed, source=source), source),
    }


def an_order(count, product_id=None):
    """An order that inventory doesn't know, of that many products."""
    ids = [product_id or str(uuid4()) for _ in range(count)]
    lines = [{"product_id": each, "quantity": 1} for each in ids]
    return {"id": str(uuid4()), "lines": lines}


def hops(callers, count):
    """One call, as long as it takes: milliseconds."""
    order, found = an_order(count), {name: [] for name in callers}
    for call in callers.values():
        call("timed", order, CALLERS, CALLS)  # warm up
    for _ in range(ROUNDS):
        for name, call in callers.items():
            found[name].append(sorted(call("timed", order, CALLERS, CALLS)))
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        yield f"ms for a call with {lines(count)}, {CALLERS} at a time, {label}"
        yield from rows(
            {name: [quantile(each, share) * 1000 for each in of] for name, of in found.items()}
        )


def sizes(callers, count):
    """The bytes of a call and its answer, counted between the two."""
    order = an_order(count)
    found = {name: [call("measured", order, COUNTED)] for name, call in callers.items()}
    yield f"bytes on the wire for a call with {lines(count)}, after the first ones"
    yield from rows(found)
    must(found["gRPC"] < found["JSON"], "gRPC sends no fewer bytes.")


def formats(call):
    """What the format alone costs, without a network."""
    order = an_order(LINES[-1])
    found = [call("written", order, WRITTEN) for _ in range(ROUNDS)]
    yield from rows(dict(zip(("JSON", "gRPC"), zip(*found, strict=True), strict=True)))


def lines(count):
    return f"{count} line{'s' if count > 1 else ''}"


def left_alone(sites, callers):
    """What is done after the caller has given up, because a row is locked for too long."""
    counts, made = dict.fromkeys(callers, 0), dict.fromkeys(callers, 0)
    for _ in range(ROUNDS):
        for name, call in callers.items():
            gave_up, done = abandoned(sites[name], call)
            must(gave_up == CALLERS, f"{name}: only {gave_up} of {CALLERS} calls took too long.")
            counts[name], made[name] = counts[name] + gave_up, made[name] + done
    yield "callers that gave up, and the reservations that were made for them afterwards"
    for name in callers:
        yield f"  {name:6}{counts[name]:>4} callers{made[name]:>5} reservations"
    must(made["JSON"] > 0, "With JSON, the work stops as well.")
    must(made["gRPC"] == 0, "With gRPC, work was finished for no one.")


def abandoned(site, call):
    """(callers that gave up, reservations made for them)"""
    call("timed", an_order(1), 1, 1)  # closes the breaker, which may be open since the last time
    orders = [an_order(1, site.product["id"]) for _ in range(CALLERS)]
    reach = partial(connected, site.stage, "postgres", "inventory", "inventory")
    with reach() as watching:
        with reach() as holding, holding.transaction():
            where = "SELECT 1 FROM stock WHERE product_id = %s FOR UPDATE"
            holding.execute(where, [site.product["id"]])
            until = time.monotonic() + HELD_SECONDS
            gave_up = call("given_up", orders)
            time.sleep(max(0, until - time.monotonic()))
        eventually(partial(is_quiet, watching), 20)
        query = "SELECT count(*) FROM reservations WHERE order_id = ANY(%s)"
        found = watching.execute(query, [[order["id"] for order in orders]])
        return gave_up, found.fetchone()[0]


def is_quiet(connection):
    assert connection.execute(BUSY).fetchone()[0] == 0


def megabytes(stage):
    found = processes.megabytes(stage)
    return sum(found[part] for part in CHANGED)


def library():
    words = [sys.executable, "-c", IMPORTED]
    runs = [subprocess.run(words, cwd=ROOT, capture_output=True, text=True) for _ in range(ROUNDS)]
    found = [list(map(float, run.stdout.split())) for run in runs]
    yield "to import the library in a process"
    for what, each in zip(("ms", "MB"), zip(*found, strict=True), strict=True):
        yield f"  {what:6}{statistics.median(each):>10,.1f} ({min(each):,.1f} … {max(each):,.1f})"


def rows(found):
    base = statistics.median(found["JSON"])
    for name, each in found.items():
        middle = statistics.median(each)
        spread = f"({min(each):,.1f} … {max(each):,.1f})" if len(each) > 1 else ""
        yield f"  {name:6}{middle:>10,.1f}{spread:>22}{middle / base:>7.2f} × JSON"
