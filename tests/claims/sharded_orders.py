"""More shards make nothing faster on one machine, and one that is down stops only its own buyers.

The variant sharded-orders is stage 2 with its orders in two databases, each buyer's in one of them.
It is measured beside stage 2, where all orders are in one.
"""

import secrets
from contextlib import ExitStack
from functools import partial

from machinery import variants
from spans.receiver import Receiver
from spans.settings import ENDPOINT
from tests.bench import checkout, load
from tests.contract.steps import a_customer, an_order, place, put_in_cart, settled
from tests.drivers import stage2
from tests.drivers.stage import AS_READERS
from tests.trace import live

from . import resharding
from .alternating import table
from .opened import must, running
from .placing import MANY, moved, owner

NAME = "sharded-orders"
ROUNDS, BUYERS, ORDERS, PAGE = 5, 8, 4, 20
READS = 40  # of a page, each round
CUSTOMERS = 24
TAKES = "about 4 minutes"
alternated = partial(table, base="stage 2", rounds=ROUNDS)


def shown():
    with ExitStack() as opened:
        shops = {name: opened.enter_context(shop) for name, shop in both().items()}
        yield f"{ROUNDS} rounds, the middle one (from … to …)"
        yield f"orders a second, by {BUYERS} buyers"
        crowds = {name: crowd(site) for name, (site, _) in shops.items()}
        yield from alternated({name: partial(rate, buyers) for name, buyers in crowds.items()})
        yield f"ms to read {PAGE} orders of all buyers, p50"
        yield from alternated(
            {n: partial(page, site, staff) for n, (site, staff) in shops.items()}, digits=2
        )
        yield "times that this asks a database"
        for name in shops:
            yield f"  {name:14}{asked(name):>9}"
        yield f"orders that move to a third shard, of {MANY:,} buyers with one each"
        for how in ("rendezvous", "modulo"):
            yield f"  {how:14}{moved(how):>9.1%}"
        yield f"a third shard joins while {BUYERS} buyers buy"
        yield from resharding.joined(*shops["2 shards"], BUYERS)
        yield f"one of three shards is down: of {CUSTOMERS} buyers"
        yield from without_one(*shops["2 shards"])


def both(**env):
    """{name: a shop, not yet open}"""
    copy = variants.ready(NAME)
    there = {"PYTHONPATH": str(copy / "shared")}
    sharded = partial(running, stage2, source=copy / stage2.SOURCE.name)
    return {
        "stage 2": running(stage2, env=AS_READERS | env),
        "2 shards": sharded(env=AS_READERS | there | env),
    }


def crowd(site):
    return [checkout.Buyer(site) for _ in range(BUYERS)]


def rate(buyers):
    return checkout.answered(checkout.crowd(buyers, ORDERS)).rate


def page(site, staff):
    """Milliseconds, in the middle."""
    url, headers = (
        f"{site.stage.url}/orders?limit={PAGE}",
        {"Authorization": f"Bearer {staff.token}"},
    )
    return load.reads(url, 1, clients=1, headers=headers).p50


def asked(name):
    """How often the orders service asks a database for a page of all orders."""
    with Receiver() as receiver, both(**{ENDPOINT: receiver.url})[name] as (site, staff):
        trace_id = secrets.token_hex(16)
        headers = {"traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-01"}
        must(staff.get("/orders", headers=headers).ok, "No list of orders.")
        found = live.whole(receiver, trace_id)
    return sum(span.service == "orders" and is_of_database(span) for span in found)


def is_of_database(span):
    return span.attributes.get("db.system.name") == "postgresql"


def without_one(site, staff):
    people = [a_customer(site.shop) for _ in range(CUSTOMERS)]
    lost = {person for person in people if owner(person.id, (1, 2, 3)) == 2}
    for person in people:
        put_in_cart(person, site.product)
    site.stage.stop("shard-2")
    placed = {person: place(person).status_code for person in people}
    yield f"  {'can still buy':32}{sum(code == 201 for code in placed.values()):>4}"
    yield f"  {'are refused':32}{sum(code == 503 for code in placed.values()):>4}"
    must(lost == {each for each, code in placed.items() if code == 503}, f"Others: {placed}")
    refused = staff.get("/orders").status_code
    yield f"  {'staff who list all orders get':32}{refused:>4}"
    must(refused == 503, "The list of all orders was not refused.")
    site.stage.start("shard-2")
    site.stage.wait_ready("shard-2")
    after = [settled(person, an_order(person, site.product))["status"] for person in lost]
    must(set(after) == {"confirmed"}, f"After that, orders are {after}.")
    yield f"  {'of those refused, buy afterwards':32}{len(after):>4}"
