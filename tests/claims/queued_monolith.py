"""Stage 2 answers an order fast because of its queue, not its services: give the monolith a queue.

The variant queued-monolith is stage 1 with a worker that settles orders. Stage 1 and its variant
run on PostgreSQL. The shops are measured in turn, five rounds, while the provider takes 200 ms for
each call. Then the workers are stopped: what does the database hold when an order is answered?
"""

import statistics
from contextlib import ExitStack
from functools import partial

from machinery import variants
from tests.bench import checkout
from tests.contract.readings import stock_of
from tests.contract.steps import a_customer, a_product, an_order
from tests.drivers import stage1, stage2
from tests.drivers.stage import AS_READERS

from .opened import must, running

ROUNDS, ORDERS, CROWD = 5, 4, 2
SLOW_MS = 200
QUEUED = "stage 1 + queue"
WORKERS = {QUEUED: "shop-worker", "stage 2": "orders-worker"}
TAKES = "about 3 minutes"


def shown():
    with ExitStack() as opened:
        shops = {name: opened.enter_context(shop()) for name, shop in shops_of().items()}
        sites = {name: site for name, (site, _) in shops.items()}
        for site in sites.values():
            site.provider.switch(latency_ms=SLOW_MS)
        yield f"the provider takes {SLOW_MS} ms; {ROUNDS} rounds, the middle one (from … to …)"
        rounds = in_turn(sites)
        for what, form in (("answered", "ms until {}"), ("confirmed", "ms until {}")):
            yield from table(form.format(what), {n: [r[what] for r in rounds[n]] for n in sites})
        yield from table("orders a second, by eight buyers", rates(rounds))
        answered = {n: statistics.median(r["answered"] for r in rounds[n]) for n in sites}
        must(answered[QUEUED] < answered["stage 1"], "The queue does not answer sooner.")
        yield "the workers are stopped: what is in the database when the order is answered?"
        for name, worker in WORKERS.items():
            status, reserved = at_the_answer(*shops[name], worker)
            yield f"  {name:18}{status}, {reserved} of its 2 pieces reserved"
            must((status, reserved) == ("pending", 2 if name == QUEUED else 0), "Not as said.")


def shops_of():
    """{name: opens it}"""
    copy = variants.ready("queued-monolith")
    changed = {"PYTHONPATH": str(copy / "shared")}
    one = partial(running, stage1, db="postgres")
    return {
        "stage 1": partial(one, env=AS_READERS),
        QUEUED: partial(one, env=AS_READERS | changed, source=copy / stage1.SOURCE.name),
        "stage 2": partial(running, stage2, env=AS_READERS),
    }


def in_turn(sites):
    """{name: what each round measured}"""
    people = {n: [checkout.Buyer(s) for _ in range(checkout.BUYERS)] for n, s in sites.items()}
    found = {name: [] for name in sites}
    for buyers in people.values():
        checkout.crowd(buyers, 1)  # warm up
    for _ in range(ROUNDS):
        for name, buyers in people.items():
            found[name].append(measured(buyers))
    return found


def measured(buyers):
    alone = checkout.alone(buyers[0], ORDERS)
    return {
        "answered": middle(each.answered - each.asked for each in alone),
        "confirmed": middle(each.confirmed - each.asked for each in alone),
        "rate": checkout.confirmed(checkout.crowd(buyers, CROWD)).rate,
    }


def middle(seconds):
    """The median in milliseconds."""
    return statistics.median(seconds) * 1000


def rates(rounds):
    return {name: [each["rate"] for each in found] for name, found in rounds.items()}


def table(what, found):
    base = statistics.median(found["stage 1"])
    yield what
    for name, each in found.items():
        value, spread = statistics.median(each), f"({min(each):,.1f} … {max(each):,.1f})"
        yield f"  {name:18}{value:>9,.1f}{spread:>20}{value / base:>7.2f} × stage 1"


def at_the_answer(site, staff, worker):
    """(status, pieces reserved) of an order of two pieces, while no worker settles it."""
    site.stage.stop(worker)
    product = a_product(staff, stock=5)
    order = an_order(a_customer(site.shop), product, 2)
    reserved = stock_of(staff, product)["reserved"]
    site.stage.start(worker)
    return order["status"], reserved
