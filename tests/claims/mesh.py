"""A mesh takes retries, breaker, and tokens out of the services' code, and costs two hops a call.

The variant mesh is stage 2 with an Envoy beside each copy. Both are measured in turn, five rounds.
Then parts of the mesh are stopped, and what still answers is compared with stage 2's own table.
"""

import statistics
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from machinery import variants
from tests.apart import measure, table
from tests.apart.world import World
from tests.bench import checkout, processes
from tests.bench.figures import quantile
from tests.bench.wire import Line
from tests.drivers import stage2
from tests.drivers.stage import AS_READERS
from tests.layout.house import ROOT

from .opened import must, running

NAME = "mesh"
ROUNDS, READS, ORDERS = 5, 400, 4
WITHOUT = ("payments", "inventory", "notifications")
TAKES = "about 6 minutes"


def shown():
    yield from code()
    with ExitStack() as opened:
        sites = {name: opened.enter_context(shop())[0] for name, shop in shops().items()}
        found = in_turn(sites)
        yield f"{ROUNDS} rounds, the middle one (from … to …)"
        for what in found["stage 2"][0]:
            yield from lines(what, {name: [r[what] for r in found[name]] for name in sites})
        yield "memory"
        for name, site in sites.items():
            parts, proxies = processes.megabytes(site.stage), envoys(site.stage)
            yield f"  {name:10}{sum(parts.values()):>8,.0f} MB, of these {proxies:,.0f} Envoys"
        mesh = sites[NAME].stage
        yield "what still answers in the mesh, compared with stage 2's table"
        for part in WITHOUT:
            differences = differs(mesh, part)
            must(not differences, "\n".join(differences))
            yield f"  without {part:14} the same"


def shops():
    """{name: opens it}"""
    copy = variants.ready(NAME)
    changed = {"PYTHONPATH": str(copy / "shared")}
    two = partial(running, stage2)
    return {
        "stage 2": partial(two, env=AS_READERS),
        NAME: partial(two, env=AS_READERS | changed, source=copy / stage2.SOURCE.name),
    }


def code():
    """What left the code, and what came for it: lines of Python that are not blank."""
    copy, gone = variants.set_up(NAME), variants.read(NAME)["removes"]
    changed = [file for file in variants.changed_lines(NAME) if file.endswith(".py")]
    before = sum(map(count, (ROOT / file for file in [*gone, *changed])))
    after = sum(map(count, (copy / file for file in changed)))
    more = sum(map(count, (copy / "stage2-services/mesh").glob("*.py")))
    yield f"lines of the services' code less: {before - after}"
    yield f"lines that configure the mesh: {more}"


def count(file: Path) -> int:
    return sum(bool(line.strip()) for line in file.read_text("utf-8").splitlines())


def in_turn(sites):
    """{name: what each round measured, in milliseconds}"""
    buyers = {name: checkout.Buyer(site) for name, site in sites.items()}
    found = {name: [] for name in sites}
    for name, site in sites.items():
        measured(site, buyers[name])  # warm up
    for _ in range(ROUNDS):
        for name, site in sites.items():
            found[name].append(measured(site, buyers[name]))
    return found


def measured(site, buyer):
    reads = sorted(reading(site.url()))
    placed = checkout.alone(buyer, ORDERS)
    return {
        "to read a product, p50 ms": quantile(reads, 0.5) * 1000,
        "to read a product, p99 ms": quantile(reads, 0.99) * 1000,
        "until an order is confirmed, ms": 1000
        * statistics.median(each.confirmed - each.asked for each in placed),
    }


def reading(url):
    """Seconds that each read took: one client, one connection."""
    line, took = Line(url), []
    for _ in range(READS):
        started = time.perf_counter()
        must(line.ask() == 200, f"{url} was not answered.")
        took.append(time.perf_counter() - started)
    line.close()
    return took


def lines(what, found):
    base = statistics.median(found["stage 2"])
    yield what
    for name, each in found.items():
        middle, spread = statistics.median(each), f"({min(each):,.2f} … {max(each):,.2f})"
        yield f"  {name:10}{middle:>9,.2f}{spread:>20}{middle / base:>7.2f} × stage 2"


def envoys(stage):
    """Megabytes of the proxies."""
    found = [each for each in stage.processes() if each.name() == "envoy"]
    return sum(getattr(each.memory_full_info(), "pss", 0) for each in found) / 1e6


def differs(stage, part):
    """In which cells the mesh answers otherwise while that part is down."""
    wanted = table.read()
    world = World(stage)
    found = {part: measure.row(world, part, wanted[part])}
    world.check_promises()
    return table.differences({part: wanted[part]}, found)
