"""Placing orders: how soon each is answered, how soon confirmed, and how many in a second."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from tests.contract.steps import a_customer, accepted, place, put_in_cart

from .figures import Figures

BUYERS = 8
CONFIRMED_WITHIN = 60  # seconds
LOOK_EVERY = 0.2


@dataclass
class Placed:
    """Seconds since 1970; client and shop share a clock."""

    asked: float
    answered: float
    order: dict
    confirmed: float = 0.0


class Buyer:
    def __init__(self, site, person=None):
        self._site, self._person = site, person or a_customer(site.shop)

    def place(self):
        put_in_cart(self._person, self._site.product)
        asked = time.time()
        order = accepted(place(self._person), 201)
        return Placed(asked, time.time(), order)

    def wait(self, placed):
        """Until it is confirmed; the order's history says when that was."""
        order = _once(_confirmations, self._person, placed.order)
        placed.confirmed = datetime.fromisoformat(_confirmations(order)[0]).timestamp()
        return placed


def settled(person, order):
    """The order as soon as it is confirmed or rejected. RuntimeError if that takes too long."""
    return _once(lambda now: now["status"] != "pending", person, order)


def _once(is_so, person, order):
    deadline = time.monotonic() + CONFIRMED_WITHIN
    while not is_so(now := accepted(person.get(f"/orders/{order['id']}"))):
        if time.monotonic() > deadline:
            raise RuntimeError(f"{order['id']} is still {now['status']}")
        time.sleep(LOOK_EVERY)
    return now


def _confirmations(order):
    return [entry["at"] for entry in order["history"] if entry["status"] == "confirmed"]


def last_change(order):
    """When, in seconds since 1970, by the order's history."""
    return max(datetime.fromisoformat(entry["at"]).timestamp() for entry in order["history"])


def alone(buyer, orders):
    """One buyer, one order after another, each waited for: how long does one take?"""
    return [buyer.wait(buyer.place()) for _ in range(orders)]


def crowd(buyers, orders):
    """All buyers at once, each placing the next order as soon as the last is answered."""
    with ThreadPoolExecutor(len(buyers)) as threads:
        return sum(threads.map(lambda buyer: _buys(buyer, orders), buyers), [])


def _buys(buyer, orders):
    return [buyer.wait(placed) for placed in [buyer.place() for _ in range(orders)]]


def answered(found):
    """Figures of the time until the order was answered."""
    times = [each.answered - each.asked for each in found]
    return Figures.of(times, max(e.answered for e in found) - min(e.asked for e in found))


def confirmed(found):
    """Figures of the time until it was confirmed. The shop tells milliseconds, not more."""
    times = [each.confirmed - each.asked for each in found]
    return Figures.of(times, max(e.confirmed for e in found) - min(e.asked for e in found))
