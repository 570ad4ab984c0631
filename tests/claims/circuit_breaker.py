"""A neighbor that hangs costs time until the circuit breaker opens, and then none.

Inventory is frozen (SIGSTOP): it accepts requests but answers none. The catalog's calls for a
product's availability wait until the time-out. They block all its threads, so that requests wait
that need no inventory: a cascading failure. After five failures in a row no call waits any more.
"""

import signal
import time
from contextlib import contextmanager

from local.group import signal_group
from tests.contract.steps import HEALED, at_once, eventually
from tests.drivers import stage2

from .opened import must, running

THREADS = 16  # of the catalog: parts.toml
AGAIN = 10


def shown():
    with running(stage2) as (site, _):
        product = f"/products/{site.product['id']}"
        count = f"{product}/availability"
        yield row("its stock", *timed(site, count))
        yield row("the product", *timed(site, product))
        yield "inventory hangs"
        with held(site.stage.pid("inventory")):
            asking = [lambda: timed(site, count)] * THREADS
            *closed, beside = at_once(*asking, lambda: late(site, product))
            yield row(f"its stock, {THREADS} requests at once", *max(closed))
            yield row("the product, meanwhile", *beside)
            opened = [timed(site, count) for _ in range(AGAIN)]
            yield row(f"its stock, {AGAIN} requests after that", *max(opened))
            yield row("the product, meanwhile", *timed(site, product))
        back = time.monotonic()
        eventually(lambda: check_answers(site, count), HEALED)
        yield f"inventory resumes, and is called again after {time.monotonic() - back:.1f} s"
        yield f"before the breaker opened it took {max(closed)[0] / max(opened)[0]:.0f} × as long"
        must(max(opened)[0] < max(closed)[0] / 3, "The breaker saves nothing.")
        must(beside[1] == 200, "The product was not answered.")


def row(what, seconds, status):
    return f"  {what:46}{status:5}{seconds:8.2f} s"


def timed(site, path):
    """(seconds, status)"""
    started = time.monotonic()
    status = site.shop.call("GET", path).status_code
    return time.monotonic() - started, status


def late(site, path):
    """Seconds of a request sent while the others are waiting."""
    time.sleep(0.5)
    return timed(site, path)


def check_answers(site, path):
    assert timed(site, path)[1] == 200


@contextmanager
def held(pid):
    """Freeze a part's processes during the block, without ending them."""
    signal_group(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        signal_group(pid, signal.SIGCONT)
