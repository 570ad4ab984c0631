"""Reads an order's payments from the provider, and sets the provider's switches."""

import pytest

from shop_rules.shapes import Order, Status

from .client import Person
from .provider import Intent, Provider, Request
from .readings import order_of
from .steps import HEALED, eventually
from .version import cents

FINAL = ("rejected", "cancelled", "delivered")


def intents_of(provider: Provider, order: Order) -> list[Intent]:
    """The payment intents the provider has for an order."""
    return [one for one in provider.intents() if one["metadata"].get("order_id") == order["id"]]


def the_intent(provider: Provider, order: Order) -> Intent:
    [intent] = intents_of(provider, order)
    assert (intent["amount"], intent["currency"]) == (cents(order["total"]), "eur")
    return intent


def captured_and_refunded(provider: Provider, order: Order) -> tuple[int, int]:
    """(captured, refunded) in cents, read from the provider."""
    charge = the_intent(provider, order)["latest_charge"]
    return (charge["amount_captured"], charge["amount_refunded"]) if charge else (0, 0)


def calls_for(provider: Provider, order: Order) -> dict[str, Request]:
    """The calls to the provider with an idempotency key that names this order."""
    asked = provider.requests()
    return {one["call"]: one for one in asked if order["id"] in (one["idempotency_key"] or "")}


def times(count: int, *calls: str, value: object = True) -> dict[str, object]:
    """A switch's setting: on for the next `count` of these calls."""
    return {"value": value, "calls": list(calls), "times": count}


def once(customer: Person, order: Order, status: Status) -> Order:
    """The order once it has this status. Waits as long as recovery may take."""

    def check() -> Order:
        now = order_of(customer, order)
        if now["status"] in FINAL and now["status"] != status:
            pytest.fail(f"it will never be {status}: {now}")
        assert now["status"] == status, now
        return now

    return eventually(check, HEALED)
