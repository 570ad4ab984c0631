"""One process carries a small shop with ease, and doesn't carry ten million visits a day.

What visitors do is assumed (scale.py). The sizes of responses and rows, and the throughput of one
process, are measured: stage 1 on SQLite, with its load generator on the same machine.
"""

import math
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import checkout, load
from tests.bench.wire import Line
from tests.contract.showing import address_of
from tests.drivers import stage1

from . import scale
from .opened import must, running
from .scale import HABITS

VISITS = (1_000, 100_000, 10_000_000)  # a day
PEOPLE, ORDERS_EACH = 40, 6
SECONDS = 4


def shown():
    with running(stage1) as (site, _):
        sizes, orders = measured(site)
        visits = visits_a_second(site)
    yield f"assumed   a visit: {HABITS.lists} lists, {HABITS.products} products, " + (
        f"{HABITS.pictures} images; {HABITS.orders_of_100} of 100 visits order"
    )
    yield f"measured  a list: {sizes.list:,} bytes, a product: {sizes.product:,}, " + (
        f"an image: {sizes.picture:,}"
    )
    yield f"measured  a person: {sizes.person:,.0f} bytes kept, an order: {sizes.order:,.0f}"
    yield f"measured  one process: {visits:.1f} visits a second, or {orders:.1f} orders"
    yield ""
    yield from table(sizes, visits, orders)
    small, _, large = (scale.busy(n, HABITS, visits, orders) for n in VISITS)
    must(small < 0.5, "One process does not carry the small shop.")
    must(large > 1, "One process carries ten million visits a day.")


def table(sizes, visits, orders):
    rows = {
        "visits a day": lambda n: f"{n:,}",
        "orders a day": lambda n: f"{scale.orders_a_day(n, HABITS):,.0f}",
        "reads/s at the peak": lambda n: f"{scale.peak_reads(n, HABITS):,.1f}",
        "orders/s at the peak": lambda n: f"{scale.peak_orders(n, HABITS):,.3f}",
        "Mbit/s at the peak": lambda n: f"{scale.peak_bits(n, HABITS, sizes) / 1e6:,.1f}",
        "database, GB a year": lambda n: f"{scale.bytes_a_year(n, HABITS, sizes) / 1e9:,.3f}",
        "of one process here": lambda n: f"{scale.busy(n, HABITS, visits, orders):,.1%}",
        "processes, half busy": lambda n: f"{processes(n, visits, orders):,}",
    }
    for name, cell in rows.items():
        yield f"{name:22}" + "".join(f"{cell(n):>14}" for n in VISITS)


def processes(visits_a_day, visits, orders):
    """The number of processes that keeps each at most half busy, so that requests rarely queue."""
    return math.ceil(2 * scale.busy(visits_a_day, HABITS, visits, orders))


def measured(site):
    """(Sizes, confirmed orders a second)"""
    empty = kept(site)
    buyers = [checkout.Buyer(site) for _ in range(PEOPLE)]
    with_people = kept(site)
    placed = checkout.crowd(buyers[: checkout.BUYERS], PEOPLE * ORDERS_EACH // checkout.BUYERS)
    sizes = scale.Sizes(
        *(length(site, path) for path in paths(site)),
        person=(with_people - empty) / PEOPLE,
        order=(kept(site) - with_people) / len(placed),
    )
    return sizes, checkout.confirmed(placed).rate


def kept(site):
    """Bytes of the database and all its indexes, after compaction."""
    with TemporaryDirectory() as folder:
        copy = f"{folder}/copy.db"
        with closing(sqlite3.connect(site.stage.data / "shop.db")) as database:
            database.execute("VACUUM INTO ?", [copy])
        return Path(copy).stat().st_size


def paths(site):
    """The paths of a list, a product and its image."""
    goods = site.shop.call("GET", "/products").json()["data"]
    pictured = next(product for product in goods if product["image_url"])
    return ["/products", f"/products/{pictured['id']}", address_of(pictured)]


def length(site, path):
    return len(site.shop.call("GET", path).content)


def visits_a_second(site):
    many = (HABITS.lists, HABITS.products, HABITS.pictures)
    plan = list(zip(paths(site), many, strict=True))
    return load.loop(lambda: Visitor(site, plan), Visitor.visit, SECONDS, load.CLIENTS).rate


class Visitor:
    """plan: [(path, how often a visit asks for it)]"""

    def __init__(self, site, plan):
        self._plan = [(Line(f"{site.stage.url}{path}"), times) for path, times in plan]

    def visit(self):
        statuses = {line.ask() for line, times in self._plan for _ in range(times)}
        must(statuses == {200}, f"The shop answered with {statuses}.")

    def close(self):
        for line, _ in self._plan:
            line.close()
