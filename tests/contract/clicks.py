"""Steps with events of visitors, and what was counted of them."""

import uuid

from shop_rules import times
from shop_rules.click_counts import Step, Trend
from shop_rules.shapes import Product

from .client import Person
from .steps import accepted

KINDS = ["product_viewed", "product_added", "checkout_begun", "order_placed"]
Event = dict[str, object]
MOST = 100  # events in an upload


def an_event(kind: str = "product_viewed", seconds: float = 0, **fields: object) -> Event:
    """seconds: how far from now it happened."""
    drawn = {"id": str(uuid.uuid4()), "session": str(uuid.uuid4())}
    return {**drawn, "kind": kind, "at": times.after(seconds), **fields}


def sent(person: Person, *events: Event) -> None:
    answer = accepted(person.post("/events", {"events": list(events)}), 202)
    assert answer == {"received": len(events)}


def uploads(product_id: str, count: int) -> list[list[Event]]:
    """Events about the product, in as few uploads as possible."""
    events = [an_event(product_id=product_id) for _ in range(count)]
    return [events[start : start + MOST] for start in range(0, count, MOST)]


def funnel(staff: Person, since: str) -> dict[str, Step]:
    found = accepted(staff.get("/analytics/funnel", params={"from": since}))
    assert [step["kind"] for step in found["steps"]] == KINDS
    return {step["kind"]: step for step in found["steps"]}


def trending(staff: Person, **params: str) -> list[Trend]:
    return accepted(staff.get("/analytics/trending", params=params))


def of(staff: Person, product: Product, **params: str) -> int:
    """How many events name a product; 0 for one that is not among the first ten."""
    found = [each for each in trending(staff, **params) if each["product_id"] == product["id"]]
    return found[0]["events"] if found else 0


def enough(staff: Person) -> int:
    """So many events that a product which they name is trending."""
    return 1 + max((each["events"] for each in trending(staff, window="24h")), default=0)
