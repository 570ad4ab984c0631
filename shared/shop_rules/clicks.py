"""The clickstream: the events of an upload, and which of them are in time.

Event time decides which window an event belongs to, and the time of its receipt whether it is in
time. The time of processing decides nothing: a batch that waited for an hour, or is processed
twice, yields the same (T. Akidau et al., The Dataflow Model, VLDB 2015). click_counts.py counts.
"""

from typing import TYPE_CHECKING, Literal, TypedDict, get_args

from . import ids, times
from .shapes import ProductId, Time

if TYPE_CHECKING:
    from .click_bodies import NewClicks

Kind = Literal["product_viewed", "product_added", "checkout_begun", "order_placed"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # in the order of the funnel
Missed = Literal["late", "early"]

LATE_SECONDS = 600  # an event may be this old when it is received
EARLY_SECONDS = 60  # and this far ahead: the clocks of browsers differ
KEPT_DAYS = 7  # single events; afterwards there are only counts


class Click(TypedDict):
    """One event as it is stored: with its visitor, and nothing else that says whose it is."""

    id: str
    kind: Kind
    product_id: ProductId | None
    visitor: str  # the random key of a person who is signed in; of others, the session
    at: Time


class Batch(TypedDict):
    """One upload."""

    id: str
    received_at: Time
    clicks: list[Click]


def batch(new: "NewClicks", key: str | None) -> Batch:
    """An upload, received now. key: the random one of the person who is signed in."""
    clicks: list[Click] = [
        {
            "id": each.id,
            "kind": each.kind,
            "product_id": ProductId(each.product_id) if each.product_id else None,
            "visitor": key or each.session,
            "at": each.at,
        }
        for each in new.events
    ]
    return {"id": ids.new_id(), "received_at": times.now(), "clicks": clicks}


# --8<-- [start:in_time]
def in_time(batch: Batch) -> list[Click]:
    """The events that are neither late nor early, each id once, sorted by id."""
    backwards = reversed(batch["clicks"])
    found = {each["id"]: each for each in backwards if not missed(each, batch["received_at"])}
    return [found[each] for each in sorted(found)]


def missed(click: Click, received_at: Time) -> Missed | None:
    received = times.milliseconds(received_at)
    if click["at"] < times.from_milliseconds(received - LATE_SECONDS * 1000):
        return "late"
    early = times.from_milliseconds(received + EARLY_SECONDS * 1000)
    return "early" if click["at"] > early else None


# --8<-- [end:in_time]
