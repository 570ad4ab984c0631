"""24 buyers who race for 5 pieces, at all three stages: how soon is it settled who gets them?

Stage 1 is on PostgreSQL. Each buyer has a full cart before, and all place their orders at once.
"""

import statistics
import time
from contextlib import ExitStack

from tests.contract.steps import (
    a_customer,
    a_product,
    accepted,
    at_once,
    place,
    put_in_cart,
    signed_in,
)

from . import checkout, sites
from .report import Table, ratio

BUYERS, PIECES = 24, 5
HEAD = ["", "all answered, s", "all settled, s", "the first time, s"]
REMARK = (
    f"{BUYERS} buyers, {PIECES} pieces, from the first request until the last order is confirmed "
    "or rejected, by the orders' own history. Medians of {} rounds in turn, after a first one."
)


def measured(size):
    """Tables, as they come."""
    with ExitStack() as stack:
        shops = {name: stack.enter_context(sites.running(name)) for name in sites.DRIVERS}
        crowds = {name: Crowd(site) for name, site in shops.items()}
        first = {name: crowd.race() for name, crowd in crowds.items()}
        found = {name: [] for name in crowds}
        for _ in range(size.rounds):
            for name, crowd in crowds.items():
                found[name].append(crowd.race())
    yield table(found, first, size.rounds)


def table(found, first, rounds):
    """found, first: {stage: (seconds until answered, until settled)}, found a list of them."""
    rows, base = [], None
    for name, races in found.items():
        answered, settled = map(statistics.median, zip(*races, strict=True))
        of_base = f" ({ratio(settled, base)})" if base else ""
        base = base or settled
        rows.append([name, f"{answered:.1f}", f"{settled:.1f}{of_base}", f"{first[name][1]:.1f}"])
    return Table("A race", HEAD, rows, REMARK.format(rounds))


class Crowd:
    def __init__(self, site):
        self._site = site
        self._people = [a_customer(site.shop) for _ in range(BUYERS)]

    def race(self):
        """(seconds until all are answered, until all are settled)"""
        product = a_product(signed_in(self._site.shop, *self._site.stage.staff), stock=PIECES)
        for person in self._people:
            put_in_cart(person, product)
        started = time.time()
        answers = at_once(*[lambda person=person: place(person) for person in self._people])
        answered = time.time()
        pairs = zip(self._people, answers, strict=True)
        orders = [checkout.settled(person, accepted(answer, 201)) for person, answer in pairs]
        check(orders)
        return answered - started, max(map(checkout.last_change, orders)) - started


def check(orders):
    bought = sum(order["status"] == "confirmed" for order in orders)
    refused = sum(order["status"] == "rejected" for order in orders)
    if (bought, refused) != (PIECES, BUYERS - PIECES):
        raise RuntimeError(f"{bought} orders were confirmed and {refused} rejected")
