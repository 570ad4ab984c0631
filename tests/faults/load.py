"""Customers who buy, and a clerk, all at the same time, until close() is called."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Condition, Event

from tests.contract.steps import a_product

from .buyer import Buyer
from .clerk import Clerk, adjust
from .promises import Promises

BUYERS = 3
OPENING = (10_000, 10_000, 10_000, 2)  # units in stock: plenty, but few of the last product
LONGEST = 20  # seconds; a load that is never closed ends by itself
BREATH = 0.01  # seconds between two tries of an idle worker


class Market:
    """The products of a run, its people, and what they were promised."""

    def __init__(self, site):
        self.site, self.promises = site, Promises()
        # The last is scarce, so that buyers race for it.
        self.products = [a_product(site.staff, stock=0) for _ in OPENING]
        for product, count in zip(self.products, OPENING, strict=True):
            adjust(self, product, count)
            self.promises.product(product)
        self.people = [*(Buyer(self) for _ in range(BUYERS)), Clerk(self)]


class Load:
    """The load of one round: starts when created; close() ends it and raises its errors."""

    def __init__(self, market, rng, most):
        """rng(name): a random.Random. most: orders in all; after those, carts are only filled."""
        self._closing, self._changed = Event(), Condition()
        self._ends_at = time.monotonic() + LONGEST
        self.begun, self.in_flight, self._most = 0, 0, most
        self._threads = ThreadPoolExecutor(len(market.people))
        self._work = [
            self._threads.submit(self._keep_on, person, rng(f"person {number}"))
            for number, person in enumerate(market.people)
        ]

    def wait_for(self, orders):
        """Wait until that many orders were begun."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.begun >= orders, LONGEST), "no orders"

    @contextmanager
    def placing(self):
        """Surrounds the placing of an order. Yields False if there were enough."""
        with self._changed:
            is_wanted = self.begun < self._most
            self.begun += is_wanted
            self.in_flight += is_wanted
            self._changed.notify_all()
        try:
            yield is_wanted
        finally:
            with self._changed:
                self.in_flight -= is_wanted

    def close(self):
        self._closing.set()
        self._threads.shutdown()
        for work in self._work:
            work.result()

    def _keep_on(self, person, rng):
        while not self._closing.is_set() and time.monotonic() < self._ends_at:
            person.act(rng, self)
            time.sleep(BREATH)
