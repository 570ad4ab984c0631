"""A third shard joins while people buy, and a part is killed meanwhile: the variant sharded-orders.

Each round has a shop of its own, since rows don't move back. The resharding is taken up again by
itself and ends. Then each order is in the one shard that the map names, the books balance, and
every promise is kept.
"""

import time
from collections import defaultdict
from dataclasses import replace
from functools import partial
from itertools import cycle, product
from random import Random

import psycopg

from tests.claims.placing import databases, owner
from tests.claims.resharding import WANTED, has_moved
from tests.contract.steps import HEALED, eventually

from . import kills
from .load import Market
from .runs import Plan

SETS = ("orders 1 to 3", "orders 2 to 3")
STEPS = ("copy", "fence", "drain", "admit", "clean")
PARTS = ("resharder", "orders", "orders-worker", "postgres", "shard-2", "shard-3")
POINTS = [*(f"{step}:after" for step in STEPS), "admit:between"]  # at which the resharder dies
SHARDS = (1, 2, 3)
BEFORE, AFTER = 20, 60  # orders, at least before the third shard joins, and at most from then on
AIMED_WITHIN = 30  # seconds
# {table: the column that ends with the slot}
TABLES = {
    "orders": "id",
    "order_lines": "order_id",
    "order_history": "order_id",
    "idempotency_keys": "user_id",
}


class Moving(Market):
    """A market with a buyer in each set that moves."""

    def __init__(self, site):
        super().__init__(site)
        for buyer, was in zip(self.people, SHARDS[:2], strict=False):
            while (owner(buyer.person.id), owner(buyer.person.id, SHARDS)) != (was, SHARDS[-1]):
                buyer.sign_up()


def plan(_stage, count, seed):
    """`count` kills, each on a fresh shop."""
    rounds = [
        partial(one_round, strike, f"{seed} {n}") for n, strike in enumerate(turns(count, seed))
    ]
    return Plan(rounds, prepare=Moving, rounds_a_shop=1)


def turns(count, seed):
    """The first strikes: each part in turn, at a moment it had not, and the resharder at a point.

    After 42 strikes the resharder has died at each point, and after 70 each part at each moment.
    """
    moments, chance = [*product(SETS, STEPS)], Random(f"{seed} turns")
    of_parts = [
        [partial(kill, part, *moment) for moment in chance.sample(moments, len(moments))]
        for part in PARTS
    ]
    strikes = [*map(cycle, of_parts), cycle(partial(die_at, point) for point in POINTS)]
    return [next(strikes[number % len(strikes)]) for number in range(count)]


def kill(part, of_set, step, site):
    """Reshard, and kill the part when that step begins. Returns who died where, as a text."""
    log, start = _log(site), _log(site).stat().st_size
    (site.stage.data / WANTED).touch()
    deadline = time.monotonic() + AIMED_WITHIN
    while f"{of_set}: {step}\n" not in log.read_bytes()[start:].decode():
        assert time.monotonic() < deadline, f"{of_set} did not come to {step}"
        time.sleep(0.001)  # a step takes some milliseconds
    site.kill(part)
    return f"{part} at {step} of {of_set}"


def die_at(point, site):
    """Reshard, and let the resharder kill itself there."""
    deaths = site.deaths(["resharder"])
    order = site.stage.data / "crash-at"  # its own folder is that of the whole shop
    order.write_text(point)
    (site.stage.data / WANTED).touch()
    eventually(lambda: _check_died(site, order, point, deaths), AIMED_WITHIN, 0.02)
    return f"resharder at {point}"


def check_places(urls, orders):
    """Check that each row is in one shard, the one that the map names. Returns how many orders are
    in the third. orders: all that were promised, by id."""
    found = {number: ids_in(url) for number, url in zip(SHARDS, urls, strict=True)}
    wrong = misplaced(found, orders)
    assert not wrong, "\n".join(["After the resharding:", *wrong])
    return len(found[SHARDS[-1]]["orders"])


def misplaced(found, orders):
    """What is in a wrong place, as texts. found: {shard: {table: its ids}}"""
    wrong, homes = [], defaultdict(list)
    for number, tables in found.items():
        for id_ in tables["orders"]:
            homes[id_].append(number)
    for id_ in sorted(set(homes) | set(orders)):
        if homes[id_] != [owner(id_, SHARDS)]:
            wrong.append(f"order {id_}: in {homes[id_]}, and belongs to {owner(id_, SHARDS)}")
    for number, table in product(found, TABLES):
        strange = {id_ for id_ in found[number][table] if owner(id_, SHARDS) != number}
        wrong += [f"{table} of {id_}: a row is in {number}" for id_ in sorted(strange)]
    return wrong


def one_round(strike, seed, market):
    site, struck = market.site, []
    for part in PARTS:
        site.let_live(part)

    def reshard(site):
        struck.append(strike(site))
        eventually(partial(has_moved, site.stage), HEALED)  # without help

    found = kills.under_load(reshard, market, seed, BEFORE, AFTER)
    there = check_places(databases(site.stage), market.promises.orders)
    told = _log(site).read_text("utf-8")
    assert "Traceback" not in told, told[-4000:]
    return replace(found, moment=f"{struck[0]} ({there} orders moved)")


def _check_died(site, order, point, deaths):
    assert not order.exists(), f"{point} was never reached"
    assert site.deaths(["resharder"]) == deaths + 1


def _log(site):
    return site.stage.data / "logs" / "resharder.log"


def ids_in(url):
    with psycopg.connect(url) as shard:
        return {
            table: [row[0] for row in shard.execute(f"SELECT {column} FROM {table}")]
            for table, column in TABLES.items()
        }
