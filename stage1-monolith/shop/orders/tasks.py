"""Work after the commit. In one process it runs at once, before the response is sent; the sweep
picks up what a crash or an unavailable provider left open."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from shop_rules import orders as rules
from shop_rules.shapes import OrderId

from .. import db, telemetry
from . import store, usecases, waiting

AT_ONCE = 4  # orders the sweep settles concurrently: most of the time is waiting
IN_REQUESTS = 16  # orders that requests settle at once: each blocks a thread

_places = threading.BoundedSemaphore(IN_REQUESTS)


def after_placing(order_id: OrderId) -> None:
    """Make the first attempt, which the order's row already counts. If all places are taken, leave
    it to the sweep: a provider that hangs must not block every thread of the shop."""
    with _place() as is_free:
        if is_free:
            _settle(order_id, attempts=1)
        else:
            _put_off(order_id, 0)


def after_cancelling(order_id: OrderId) -> None:
    """Settle the order if its refund is due and no other thread works on it."""
    with _place() as is_free:
        if is_free:
            _settle_if_due(order_id)


def sweep() -> None:
    """One pass over the open orders that are due."""
    with db.reading() as tx:
        due, open_now = waiting.due(tx), waiting.count_open(tx)
    for status, count in open_now.items():
        telemetry.open_orders.labels(status).set(count)
    with ThreadPoolExecutor(AT_ONCE) as workers:
        list(workers.map(_settle_if_due, due))


def at_start() -> None:
    """Release all leases: the threads that held them died with the process."""
    with db.transaction("release_leases") as tx:
        waiting.all_due_now(tx)


def _settle_if_due(order_id: OrderId) -> None:
    with db.transaction("lease_order") as tx:
        leased = waiting.lease(tx, order_id, usecases.LEASE_SECONDS)
        attempts = store.to_settle(tx, order_id).attempts
    if leased:
        _settle(order_id, attempts)


def _settle(order_id: OrderId, attempts: int) -> None:
    if usecases.settle(order_id):
        return
    if attempts >= rules.ALARM_AFTER:
        telemetry.write("order still open", level=30, order_id=order_id, attempts=attempts)
    _put_off(order_id, rules.wait_after(attempts))


def _put_off(order_id: OrderId, seconds: int) -> None:
    with db.transaction("put_off") as tx:
        waiting.due_in(tx, order_id, seconds)


@contextmanager
def _place() -> Iterator[bool]:
    """True if one of the places was free, and is now held by this block."""
    is_free = _places.acquire(blocking=False)
    try:
        yield is_free
    finally:
        if is_free:
            _places.release()
