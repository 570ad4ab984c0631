"""One order, placed at a stage that writes spans, and the trace it leaves."""

import secrets
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

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
from tests.drivers import stage2

from . import spans

LAST = {"notifications", "catalog-worker"}  # where an order's way ends


@contextmanager
def traced_stage():
    with TemporaryDirectory() as folder:
        with stage2.running(data=Path(folder) / "data", env={"TRACING": "1"}) as stage:
            yield stage


def placed(stage):
    """The spans of an order's whole way, until its owner was told."""
    _, trace_id = confirmed(stage)
    return eventually(lambda: _complete(stage.data, trace_id), LATER)


def confirmed(stage):
    """(an order of which its owner was told, the id of its trace)"""
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


def _complete(data, trace_id):
    """Once the last to hear of it have, and every span but the client's own has its parent: a
    span is written when it ends, so a parent comes after its children."""
    found = spans.of_trace(data, trace_id)
    ids = {span.id for span in found}
    assert LAST <= {span.service for span in found}
    assert len([span for span in found if span.parent_id not in ids]) == 1
    return found
