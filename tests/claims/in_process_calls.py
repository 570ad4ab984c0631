"""A call between features costs less in one process than a request that does no work."""

import statistics
import time

import sqlalchemy as sa

from shop.catalog import peers
from tests.bench.report import ratio
from tests.bench.wire import Line
from tests.drivers import stage1

from .opened import must, running

TIMES, ROUNDS = 200, 5


def shown():
    with running(stage1) as (site, _):
        product_id = site.product["id"]
        ways = {
            "catalog asks inventory: a call": in_process(site.stage.data / "shop.db", product_id),
            "… the same question over HTTP": over_http(f"{site.url()}/availability"),
            "a request that does no work": over_http(f"{site.stage.url}/health"),
        }
        found = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, ask in ways.items():
                found[name].append(median_ms(ask))
        took = {name: statistics.median(each) for name, each in found.items()}
        call, http, nothing = took.values()
        for name, milliseconds in took.items():
            yield f"{name:34}{milliseconds:7.2f} ms  {ratio(milliseconds, call)}"
        must(call < nothing and call < http, "The call is not the cheapest here.")


def in_process(database, product_id):
    """The call that shop/catalog/usecases.py makes for an availability, on the same database."""
    engine = sa.create_engine(f"sqlite:///{database}")

    def ask():
        with engine.connect() as tx:
            return peers.available(tx, [product_id])

    return ask


def over_http(url):
    line = Line(url)

    def ask():
        if line.ask() != 200:
            raise RuntimeError(f"{url} does not answer")

    return ask


def median_ms(ask):
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)
