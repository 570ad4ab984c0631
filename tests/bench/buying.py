"""Buying while events arrive: what their senders wait for, buyers don't."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from statistics import median

from tests.contract.clicks import an_event

from . import checkout, sites
from .report import Table, ratio

UPLOAD, PACE = 20, 10  # events, and uploads a second: a page that is left open sends far fewer
LONGER = 4  # as many orders as otherwise: a round has to be longer than a few uploads
FILLERS, MOST = 4, 5_000  # uploads that each sends at most until the stream is full
HEAD = ["", "answered, p50 ms", "confirmed, p50 ms", "uploads accepted", "refused with 503"]
REMARK = (
    f"One order after another. {PACE} uploads of {UPLOAD} events a second. In brackets: times "
    "those without events. Full: the worker that counts events is stopped, so the stream is at its "
    "limit."
)


def upload(site, events=UPLOAD):
    """The status of an upload of so many events, without a token."""
    some = [an_event(product_id=site.product["id"]) for _ in range(events)]
    return site.shop.call("POST", "/events", json={"events": some}).status_code


class Pages:
    """Send at a steady pace, whatever the answer: its statuses are counted."""

    def __init__(self, site):
        self._site, self.statuses = site, Counter()

    def send(self, events=UPLOAD):
        status = upload(self._site, events)
        self.statuses[status] += 1
        return status

    @contextmanager
    def sending(self):
        over = threading.Event()
        thread = threading.Thread(target=self._until, args=[over])
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _until(self, over):
        while not over.wait(1 / PACE):
            self.send()


def measured(size):
    """A Table of the three stages."""
    rows = []
    for name in sites.DRIVERS:
        with sites.running(name) as site:
            rows += list(of(name, site, size))
    return Table("An order, while events arrive", HEAD, rows, REMARK)


def of(name, site, size):
    """Rows. Rounds alternate between without events and with them."""
    buyer, pages = checkout.Buyer(site), Pages(site)
    checkout.alone(buyer, size.orders)  # warms everything up
    alone, beside = [], []
    for _ in range(size.rounds):
        for placed, during in ((alone, nullcontext), (beside, pages.sending)):
            with during():
                placed += checkout.alone(buyer, LONGER * size.orders)
    yield _row(name, alone, alone, Counter())
    yield _row(f"{name}, while events arrive", beside, alone, pages.statuses)
    if name == "stage 2":
        full, statuses = _full(site, buyer, size)
        yield _row(f"{name}, the stream full", full, alone, statuses)


def _full(site, buyer, size):
    """What is placed, and the statuses of uploads, while the stream is at its limit."""
    site.stage.stop("catalog-worker")
    with ThreadPoolExecutor(FILLERS) as threads:
        list(threads.map(_fill, [Pages(site) for _ in range(FILLERS)]))
    pages = Pages(site)
    with pages.sending():
        placed = checkout.alone(buyer, LONGER * size.orders)
    site.stage.start("catalog-worker")
    return placed, pages.statuses


def _fill(pages):
    for _ in range(MOST):
        if pages.send(1) == 503:
            return
    raise RuntimeError(f"{MOST} uploads did not fill the stream")


def _row(name, placed, alone, statuses):
    cells = [_median(placed, alone, moment) for moment in ("answered", "confirmed")]
    return [name, *cells, statuses[202], statuses[503]]


def _median(placed, alone, moment):
    took, base = (
        median((getattr(each, moment) - each.asked) * 1000 for each in orders)
        for orders in (placed, alone)
    )
    return f"{took:.0f}" + ("" if placed is alone else f" ({ratio(took, base)})")
