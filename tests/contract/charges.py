"""What the payment provider has done for one order, by its own books, and its switches."""

import pytest

from .readings import order_of
from .steps import HEALED, eventually

FINAL = ("rejected", "cancelled", "delivered")


def intents_of(provider, order):
    """The payment intents the provider has for an order."""
    return [one for one in provider.intents() if one["metadata"].get("order_id") == order["id"]]


def the_intent(provider, order):
    [intent] = intents_of(provider, order)
    assert (intent["amount"], intent["currency"]) == (order["total"], "eur")
    return intent


def captured_and_refunded(provider, order):
    """In cents, by the provider's books."""
    charge = the_intent(provider, order)["latest_charge"] or {}
    return charge.get("amount_captured", 0), charge.get("amount_refunded", 0)


def calls_for(provider, order):
    """What the provider was asked with an idempotency key that names this order."""
    asked = provider.requests()
    return {one["call"]: one for one in asked if order["id"] in (one["idempotency_key"] or "")}


def times(count, *calls, value=True):
    """A switch that is on for so many of these calls."""
    return {"value": value, "calls": list(calls), "times": count}


def once(customer, order, status):
    """The order when it has come to this status, however long healing takes."""

    def check():
        now = order_of(customer, order)
        if now["status"] in FINAL and now["status"] != status:
            pytest.fail(f"it will never be {status}: {now}")
        assert now["status"] == status, now
        return now

    return eventually(check, HEALED)
