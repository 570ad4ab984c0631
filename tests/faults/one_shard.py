"""A shard of the variant sharded-orders hangs, or is down: the buyers of the others buy on."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event

import psutil
import requests

from tests.claims.placing import owner
from tests.contract.steps import LATER, a_customer, a_product, accepted, an_order, eventually

from . import troubles
from .queue_lost import lose_the_queue
from .runs import Plan

FIRST, SECOND = (1, "postgres"), (2, "shard-2")  # the third is empty
# Clients of the shard that hangs. If each took a thread for the five seconds that it takes to
# connect in vain, all others would wait in line for longer than the gateway does.
WAITING = 200


def plan(_stage, _count, _seed):
    rounds = [it_hangs, valkey_is_emptied_while_it_is_down]
    return Plan([partial(troubles.suffer, each) for each in rounds])


def it_hangs(site):
    (other, lost), product = map(partial(buyer_of, site), (FIRST, SECOND)), a_product(site.staff)
    with asking_in_vain(site, SECOND, lost):
        order = an_order(other, product)  # its first answer is a 201
        eventually(partial(_check_confirmed, other, order), LATER)
    again = an_order(lost, product)
    return partial(_check_confirmed, lost, again)


def valkey_is_emptied_while_it_is_down(site):
    (other, lost), product = map(partial(buyer_of, site), (FIRST, SECOND)), a_product(site.staff)
    before = an_order(lost, product)
    _, part = SECOND
    site.stage.stop(part)
    lose_the_queue(site)
    order = an_order(other, product)
    eventually(partial(_check_confirmed, other, order), LATER)
    site.stage.start(part)
    return partial(_check_confirmed, lost, before)


def buyer_of(site, shard):
    number, _ = shard
    everyone = iter(partial(a_customer, site.shop), None)
    return next(each for each in everyone if owner(each.id) == number)


@contextmanager
def frozen(site, shard):
    """No process of that shard does anything, and its connections stay open."""
    server = psutil.Process(site.stage.pid(shard[1]))
    server.suspend()  # first, so that it opens no further connection
    backends = server.children(recursive=True)
    for process in backends:
        process.suspend()
    try:
        yield
    finally:
        for process in (*backends, server):
            process.resume()


@contextmanager
def asking_in_vain(site, shard, person):
    """The shard hangs while the block runs, and many clients wait for that person's orders. They
    had begun before: an open connection to a shard that hangs hangs without end."""
    begun, over = set(), Event()

    def keep_on(number):
        while not over.is_set():
            begun.add(number)
            with suppress(requests.RequestException):
                person.get(f"{person.path}/orders")

    with ThreadPoolExecutor(WAITING) as clients:
        try:
            for number in range(WAITING):
                clients.submit(keep_on, number)
            eventually(partial(_check_all_ask, begun), LATER)
            with frozen(site, shard):
                yield
        finally:
            over.set()


def _check_all_ask(begun):
    assert len(begun) == WAITING, "some have not asked"


def _check_confirmed(person, order):
    now = accepted(person.get(f"/orders/{order['id']}"))
    assert now["status"] == "confirmed", now
