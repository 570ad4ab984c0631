"""A stage as a whole: how soon it is up, its memory, reads, and orders, beside another."""

from contextlib import ExitStack
from dataclasses import dataclass

from . import beside_bare, functions, ordering, reading, sites, standing


@dataclass(frozen=True)
class Size:
    seconds: float  # that each load of reads lasts
    rounds: int
    profiled: int  # requests of each kind under the profiler
    orders: int  # one after another
    bare_rounds: int  # of the shop beside a bare route
    products: int  # there; and ten times as many orders


FULL, QUICK = Size(2, 3, 200, 8, 5, 10_000), Size(1, 1, 10, 4, 2, 200)


def measured(stage, size):
    """Tables, as they come."""
    if stage == "3":
        if size is FULL:
            yield standing.seconds_to_come_up(["stage 3"])
        yield from functions.measured(size.rounds)
        return
    names = ["stage 1"] if stage == "1" else ["stage 1", "stage 2"]
    yield standing.generator(size)
    if size is FULL:
        yield standing.seconds_to_come_up(names)
    with ExitStack() as stack:
        shops = {name: stack.enter_context(sites.running(name)) for name in names}
        yield from beside(shops, size)
        if stage == "1":
            yield from beside_bare.measured(shops["stage 1"], size)
        if "stage 2" in shops:
            yield from alone(shops["stage 2"], size)


def beside(shops, size):
    yield standing.memory(shops)
    yield reading.throughput(shops, size)
    yield reading.work(shops, size)
    yield from ordering.latency_and_throughput(shops, size)
    yield ordering.work(shops, size)


def alone(site, size):
    yield ordering.requests(site)
    if size is FULL:
        yield ordering.scaling(site, size)
        with sites.running("stage 2", CACHING="off") as bare:
            yield reading.without_cache(bare, site, size)
