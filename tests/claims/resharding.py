"""The third shard of the variant sharded-orders joins while buyers buy, for its claim."""

import time
from dataclasses import dataclass, field
from functools import partial

import psycopg

from tests.bench.checkout import Buyer
from tests.contract.books import check_books
from tests.contract.steps import eventually

from .opened import must
from .placing import databases
from .watching import meanwhile

WANTED, DONE = "reshard", "all sets have moved"
SECONDS = 3  # of buying before, and after
MOVED_WITHIN = 120  # seconds
HERE = "SELECT count(*) FROM orders"


@dataclass
class Buying:
    """What buyers felt: (when it was asked, seconds until the order was answered), by order id."""

    site: object
    people: list = field(default_factory=list)
    felt: dict = field(default_factory=dict)

    def buy(self, buyer):
        placed = buyer.place()  # anything but a 201 ends the claim
        self.felt[placed.order["id"]] = placed.asked, placed.answered - placed.asked

    def longest(self, since, until):
        """Seconds, of the orders that were asked for in that time."""
        return max(took for asked, took in self.felt.values() if since <= asked < until)


def joined(site, staff, buyers):
    """Move a third of the slots under load. Yields lines."""
    buying = Buying(site, [Buyer(site) for _ in range(buyers)])
    with meanwhile([partial(buying.buy, each) for each in buying.people]):
        began = time.time()
        time.sleep(SECONDS)
        before, wanted = orders_in(site.stage), time.time()
        (site.stage.data / WANTED).touch()
        eventually(partial(has_moved, site.stage), MOVED_WITHIN)
        over = time.time()
        time.sleep(SECONDS)
    must(buying.felt, "Nothing was bought.")
    after = orders_in(site.stage)
    yield row("orders that were there", f"{sum(before):,}")
    yield row("of them and the new ones, in the third", f"{after[2] / sum(after):.0%}")
    yield row("seconds that it took", f"{over - wanted:.1f}")
    yield row("orders placed meanwhile", f"{count(buying, wanted, over):,}, none refused")
    yield row("longest answer before, ms", f"{buying.longest(began, wanted) * 1000:,.0f}")
    yield row("longest answer meanwhile, ms", f"{buying.longest(wanted, over) * 1000:,.0f}")
    found = check_books(site.shop, staff, site.provider, promised=list(buying.felt))
    must(sum(orders_in(site.stage)) == len(found), "An order is in two shards, or in none.")
    yield row("books, of all orders", f"balanced ({len(found):,})")


def has_moved(stage):
    assert DONE in stage.logs("resharder"), stage.logs("resharder", 5)


def orders_in(stage):
    """[orders of each shard]"""
    found = []
    for url in databases(stage):
        with psycopg.connect(url) as one:
            found += one.execute(HERE).fetchone()
    return found


def count(buying, since, until):
    return sum(since <= asked < until for asked, _ in buying.felt.values())


def row(what, said):
    return f"  {what:40}{said}"
