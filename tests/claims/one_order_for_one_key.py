"""An order that is sent again is placed once: the client names it, the shop remembers the name.

If a response is lost, the client can't know whether the order was placed. So it retries the same
request with the same Idempotency-Key.
"""

from collections import Counter

from tests.contract.readings import orders_of
from tests.contract.steps import ADDRESS, a_customer, at_once, place, put_in_cart
from tests.drivers import stage1

from .opened import must, running

AT_ONCE = 8
ELSEWHERE = {**ADDRESS, "city": "Paris"}


def shown():
    with running(stage1) as (site, _):
        customer = a_customer(site.shop)
        put_in_cart(customer, site.product)
        first = place(customer, key="breakfast")
        yield row("sent with the key breakfast", first, order="an order")
        again = [place(customer, key="breakfast")]
        yield row("sent again", *again, order=same(first, again))
        again = at_once(*[lambda: place(customer, key="breakfast")] * AT_ONCE)
        yield row(f"sent {AT_ONCE} times at once", *again, order=same(first, again))
        other = place(customer, key="breakfast", address=ELSEWHERE)
        yield row("another address, the same key", other)
        without = customer.post(f"{customer.path}/orders", body(ADDRESS))
        yield row("sent without a key", without)
        orders, charges = orders_of(customer), site.provider.intents()
        yield f"orders of the customer: {len(orders)}, charges at the provider: {len(charges)}"
        must(len(orders) == len(charges) == 1, "It is not one order and one charge.")
        must((other.status_code, without.status_code) == (422, 400), "That is not refused.")


def row(what, *answers, order=""):
    statuses = Counter(answer.status_code for answer in answers)
    told = ", ".join(f"{many} × {status}" for status, many in statuses.items())
    return f"{what:34}{told:10}{order}".rstrip()


def same(first, again):
    ids = {answer.json()["data"]["id"] for answer in (first, *again)}
    must(len(ids) == 1, f"They are {len(ids)} orders.")
    return "the same order"


def body(address):
    return {"payment_method": "pm_card_visa", "shipping_address": address}
