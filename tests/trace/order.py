"""One order, placed at a stage that runs, with a trace id that is known beforehand."""

import secrets

from tests.contract.client import Shop
from tests.contract.steps import (
    ADDRESS,
    LATER,
    a_customer,
    a_product,
    accepted,
    eventually,
    new_key,
    put_in_cart,
    settled,
    signed_in,
)


def confirmed(stage):
    """(an order whose owner was notified, the id of its trace)"""
    shop = Shop(stage.url)
    customer = a_customer(shop)
    put_in_cart(customer, a_product(signed_in(shop, *stage.staff)))
    trace_id = secrets.token_hex(16)
    order = accepted(_place(customer, trace_id), 201)
    assert settled(customer, order)["status"] == "confirmed"
    eventually(lambda: _told(customer, order), LATER)
    return order, trace_id


def _place(customer, trace_id):
    headers = {"traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-01", **new_key()}
    wanted = {"payment_method": "pm_card_visa", "shipping_address": ADDRESS}
    return customer.post(f"{customer.path}/orders", wanted, headers=headers)


def _told(customer, order):
    notifications = accepted(customer.get(f"{customer.path}/notifications"))
    assert [note["order_id"] for note in notifications] == [order["id"]]
