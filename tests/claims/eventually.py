"""An order is answered before it is decided: a read in the meantime sees all of it unchanged.

The payment provider takes 200 ms for each call. Each order is polled until its notification
arrives; once it is confirmed, its stock must be sold and its payment captured.
"""

import statistics
import time

from tests.contract.steps import LATER, a_customer, accepted, place, put_in_cart
from tests.drivers import stage2

from .opened import must, running
from .services import status_of

ORDERS = 8
SLOW_MS = 200
LOOK_EVERY = 0.01


def shown():
    with running(stage2) as (site, staff):
        person = a_customer(site.shop)
        site.provider.switch(latency_ms=SLOW_MS)
        found = [followed(site, staff, person) for _ in range(ORDERS)]
        site.provider.reset_switches()
        for name in found[0]["after"]:
            times = [each["after"][name] * 1000 for each in found]
            yield f"{name:28}{statistics.median(times):6.0f} ms after the request"
        seen = sorted({status for each in found for status in each["statuses"]}, reverse=True)
        halves = sum(each["halves"] for each in found)
        yield f"what a reader saw of {ORDERS} orders: {', then '.join(seen)}"
        yield f"confirmed, and its goods not sold or its payment not captured: {halves} times"
        must(seen == ["pending", "confirmed"] and not halves, "A reader saw half an order.")


def followed(site, staff, person):
    """The times at which one order's effects became visible, and the state seen before each."""
    put_in_cart(person, site.product)
    before = sold(site, staff)
    asked = time.monotonic()
    order = accepted(place(person), 201)
    after, statuses, halves = {"the order is answered": time.monotonic() - asked}, [], 0
    while status_of(person, order) == "pending":
        statuses.append("pending")
        time.sleep(LOOK_EVERY)
    after["it is confirmed"] = time.monotonic() - asked
    statuses.append(status_of(person, order))
    payment = accepted(person.get(f"/orders/{order['id']}/payment"))["status"]
    halves = sold(site, staff) != before + 1 or payment != "captured"
    while not told(person, order):
        must(time.monotonic() - asked < LATER, "No message came.")
        time.sleep(LOOK_EVERY)
    after["its notification is there"] = time.monotonic() - asked
    return {"after": after, "statuses": statuses, "halves": halves}


def sold(site, staff):
    return accepted(staff.get(f"/products/{site.product['id']}/stock"))["sold"]


def told(person, order):
    newest = accepted(person.get(f"{person.path}/notifications", params={"limit": 1}))
    return bool(newest) and newest[0]["order_id"] == order["id"]
