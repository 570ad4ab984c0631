"""Stage 2 reads fast because of its cache, not its services: give the monolith the same cache.

The variant cached-monolith is stage 1 with stage 2's cache. Stage 1 and its variant run on
PostgreSQL. The shops are measured in turn, five rounds, so that a slow moment hits all of them.
"""

import statistics
from contextlib import ExitStack
from functools import partial

from machinery import variants
from tests.bench import load
from tests.bench.sites import Site
from tests.drivers import stage1, stage2
from tests.drivers.stage import AS_READERS

from .opened import must, running
from .server_timing import database

ROUNDS, SECONDS = 5, 1
PATHS = {"a product": "/products/{}", "a list of 20": "/products?limit=20"}


def shown():
    with ExitStack() as opened:
        sites = {name: opened.enter_context(shop())[0] for name, shop in shops().items()}
        spared = {name: not asks_database(site) for name, site in sites.items()}
        must(spared == {name: name.endswith("cache") for name in sites}, f"Who spares: {spared}")
        yield f"reads a second, by eight clients; {ROUNDS} rounds, the middle one (from … to …)"
        for what, path in PATHS.items():
            yield from table(what, measured(sites, path))


def shops():
    """{name: opens it}"""
    copy = variants.ready("cached-monolith")
    changed = {"PYTHONPATH": str(copy / "shared")}
    one, two = partial(running, stage1, db="postgres"), partial(running, stage2)
    return {
        "stage 1": partial(one, env=AS_READERS),
        "stage 1 + cache": partial(one, env=AS_READERS | changed, source=copy / stage1.SOURCE.name),
        "stage 2, cache off": partial(two, env=AS_READERS | {"CACHING": "off"}),
        "stage 2 + its cache": partial(two, env=AS_READERS),
    }


def asks_database(site: Site) -> bool:
    """True if a product that was just read is read from the database again."""
    path = f"/products/{site.product['id']}"
    site.shop.call("GET", path)
    return bool(database(site.shop.call("GET", path)))


def measured(sites, path):
    """{name: the rate of each round}"""
    urls = {name: site.stage.url + path.format(site.product["id"]) for name, site in sites.items()}
    for url in urls.values():
        load.reads(url, SECONDS)  # warm up
    rounds = [
        {name: load.reads(url, SECONDS).rate for name, url in urls.items()} for _ in range(ROUNDS)
    ]
    return {name: sorted(each[name] for each in rounds) for name in sites}


def table(what, rates):
    base = statistics.median(rates["stage 1"])
    yield what
    for name, each in rates.items():
        middle, spread = statistics.median(each), f"({each[0]:,.0f} … {each[-1]:,.0f})"
        yield f"  {name:22}{middle:>7,.0f}{spread:>18}{middle / base:>6.2f} × stage 1"
