"""Without key, outbox, compensation, and sweep, accidents strand stock and lose money.

The variant naive-services places an order by HTTP calls in a row. Each of its steps adds one of the
four; the last one is stage 2 as it is. The same accidents happen to each: one customer and one
product for each accident, and a customer who gets no answer tries again with the same key.
"""

import tempfile
import time
from collections import Counter
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import requests

from machinery import variants
from tests.contract import books
from tests.contract.steps import a_customer, a_product, place, put_in_cart, signed_in, unique
from tests.drivers import stage2
from tests.faults.site import Site

from .opened import must

NAME = "naive-services"
TAKES = "about 8 minutes"
STOCK, QUANTITY = 5, 2
TRIES_FOR, REACHED = 20, 90  # seconds
NEWS, AT_REST = 10, 75  # until all have their notification, and a worker has done what it can
LEFT = ["pieces held", "paid, no order", "ordered twice", "still open", "not notified"]


def shown():
    steps = variants.read(NAME)["steps"]
    yield f"{'':18}" + "".join(f"  {what}" for what in LEFT)
    for number in range(len(steps) + 1):
        left = of_step(number)
        name = f"+ {steps[number - 1]}" if number else "calls in a row"
        yield f"{name:18}" + "".join(f"{left[what]:{len(what) + 2}}" for what in LEFT)
        must(bool(+left) == (number < len(steps)), f"{name} leaves {dict(left)}.")


def of_step(number):
    """What all accidents left behind: {LEFT: how many}."""
    copy = variants.ready(NAME, number)
    with opened(copy) as site:
        people = [accident(site) for accident in accidents(in_worker=number >= 2)]
        deadline = time.monotonic() + (AT_REST if number >= 2 else NEWS)
        while (left := remains(site, people)) and time.monotonic() < deadline:
            time.sleep(1)
        return left


@contextmanager
def opened(copy):
    """The variant's shop, with crash points."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"FAULTS": "1", "PYTHONPATH": str(copy / "shared")}
        source = copy / stage2.SOURCE.name
        with stage2.running(data=Path(folder) / "data", source=source, env=env) as stage:
            yield Site(stage, "2")


def accidents(in_worker):
    """Functions of a site that let a customer buy while something goes wrong.

    in_worker: an order is settled by the worker, which dies then, and not by the service.
    """
    saved = "confirm_order" if in_worker else "place_order"
    told = "publish:before-commit" if in_worker else "saga.tell:before"
    dies = partial(buy_while_it_dies, "orders")
    return [
        partial(dies, "saga.reserve:after"),
        partial(dies, "saga.charge:after"),
        partial(dies, f"{saved}:after-commit"),
        partial(dies, told),
        partial(buy_while_it_dies, "payments", "record_charge:after-commit"),
        partial(dies, "saga.charge:after", tries=1),
        partial(dies, "saga.reserve:after", tries=1),
        buy_while_payments_is_away,
        buy_with_a_declined_card,
    ]


def someone(site):
    customer, product = a_customer(site.shop), a_product(site.staff, stock=STOCK)
    put_in_cart(customer, product, QUANTITY)
    return customer, product


def buy_while_it_dies(service, point, site, tries=100):
    customer, product = someone(site)
    for part in site.of_service(service):
        site.let_live(part)
    file = site.crash_at(service, point)
    insist(customer, tries)
    until = time.monotonic() + REACHED
    while file.exists() and time.monotonic() < until:
        time.sleep(0.1)
    must(not file.exists(), f"{service} did not come to {point}.")
    for part in site.of_service(service):
        site.wait_ready(part)
    return customer, product


def buy_while_payments_is_away(site):
    customer, product = someone(site)
    site.stage.stop("payments")
    insist(customer, tries=1)
    time.sleep(1)
    site.stage.start("payments")
    site.wait_ready("payments")
    return customer, product


def buy_with_a_declined_card(site):
    customer, product = someone(site)
    insist(customer, 1, "pm_card_visa_chargeDeclined")
    return customer, product


def insist(customer, tries, method="pm_card_visa"):
    """Place the order, as a client does that sends the same request until it is answered."""
    key, until = unique("key"), time.monotonic() + TRIES_FOR
    for _ in range(tries):
        with suppress(requests.RequestException):
            answer = place(customer, method, key)
            if answer.status_code < 500:
                return
        if time.monotonic() > until:
            return
        time.sleep(0.2)


def remains(site, people):
    """What is left behind now: {LEFT: how many}."""
    staff = signed_in(site.shop, *site.stage.staff)
    orders = books.all_orders(staff)
    paid = [each for each in site.provider.intents() if each["status"] == "succeeded"]
    left = Counter()
    for customer, product in people:
        own = [each for each in orders.values() if each["user_id"] == customer.id]
        due = sum(QUANTITY for each in own if each["status"] in ("pending", *books.SOLD))
        stock = books.accepted(staff.get(f"/products/{product['id']}/stock"))
        left["pieces held"] += stock["reserved"] + stock["sold"] - due
        left["ordered twice"] += max(0, len(own) - 1)
        left["still open"] += sum(each["status"] in books.OPEN for each in own)
    left["paid, no order"] = sum(each["metadata"]["order_id"] not in orders for each in paid)
    left["not notified"] = len(books.late_faults(staff, orders))
    return +left
