"""A crashed service takes down only its own feature; orders wait, and complete when it is back.

Two services are stopped in turn. Compare the effect of one crash on stage 1: one-crash-for-all.
"""

import time

from tests.contract.steps import HEALED, a_customer, an_order, eventually
from tests.drivers import stage2

from .one_crash_for_all import answers, operations
from .opened import must, running
from .services import away, status_of

STILL_SECONDS = 2  # after which a waiting order is checked


def shown():
    with running(stage2) as (site, staff):
        asked = operations(site, staff)
        columns = {"all there": answers(asked)}
        with away(site.stage, "payments"):
            columns["no payments"] = answers(asked)
            waiting = an_order_of(site)
            time.sleep(STILL_SECONDS)
            held = status_of(*waiting)
        paid = soon_final(*waiting)
        with away(site.stage, "notifications"):
            columns["no notifications"] = answers(asked)
            untold = an_order_of(site)
            done = soon_final(*untold)
        told = soon_told(*untold)
        yield f"{'':16}" + "".join(f"{name:>18}" for name in columns)
        for name in asked:
            yield f"{name:16}" + "".join(f"{column[name]:>18}" for column in columns.values())
        yield f"an order placed while payments was down: {held}; once it was up: {paid}"
        yield f"an order placed while notifications was down: {done}; once it was up: {told}"
        check(*columns.values())
        must((held, paid, done) == ("pending", "confirmed", "confirmed"), "Orders did not wait.")


def check(before, *gone):
    for part, column in zip(("payments", "notifications"), gone, strict=True):
        must(column == {**before, part: 503}, f"Without {part}, something else is missing.")


def an_order_of(site):
    person = a_customer(site.shop)
    return person, an_order(person, site.product)


def soon_final(person, order):
    def check():
        now = status_of(person, order)
        assert now != "pending"
        return now

    return eventually(check, HEALED)


def soon_told(person, order):
    """The kind of the order's notification."""

    def check():
        told = person.get(f"{person.path}/notifications").json()["data"]
        assert [each["order_id"] for each in told] == [order["id"]]
        return told[0]["kind"]

    return eventually(check, HEALED)
