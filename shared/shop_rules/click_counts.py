"""The windows of the clickstream, and what a batch of events adds to them.

All windows are tumbling, so each event belongs to one: an hour of the funnel, and a minute of what
is trending. Windows hold counts and nothing else.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypedDict

from . import clicks
from .clicks import Batch, Click, Kind
from .shapes import ProductId, Time

Count = Literal["visitors", "events", "late", "early", "repeated"]
COUNTED: tuple[Count, ...] = ("visitors", "events", "late", "early", "repeated")

TRENDING = 10  # products


class Visit(NamedTuple):
    """A visitor counts once a day at each step of the funnel."""

    day: str
    kind: Kind
    visitor: str


class Step(TypedDict):
    """The counts of one kind of event."""

    kind: Kind
    visitors: int  # a day: a visitor who comes on two days counts twice
    events: int
    late: int
    early: int
    repeated: int


class Hour(Step):
    hour: Time


class Minute(TypedDict):
    """How many events named a product."""

    minute: Time
    product_id: ProductId
    events: int


Funnel = TypedDict("Funnel", {"from": Time, "to": Time, "steps": list[Step]})


class Trend(TypedDict):
    product_id: ProductId
    name: str
    events: int


def visits(new: Iterable[Click]) -> list[Visit]:
    """Of events with a new id: each once, sorted."""
    return sorted({Visit(each["at"][:10], each["kind"], each["visitor"]) for each in new})


# --8<-- [start:hours]
def hours(batch: Batch, new: Sequence[Click], first: Collection[Visit]) -> list[Hour]:
    """What a batch adds, sorted. new: its events with a new id. first: visits that are new.

    Late and early events count in the hour of their receipt: their own may be any.
    """
    added: Counter[tuple[Time, Kind, Count]] = Counter()
    unseen, unmet = {each["id"] for each in new}, set(first)
    for click in batch["clicks"]:
        missed = clicks.missed(click, batch["received_at"])
        is_new = not missed and click["id"] in unseen
        hour = hour_of(batch["received_at"] if missed else click["at"])
        added[hour, click["kind"], missed or ("events" if is_new else "repeated")] += 1
        if is_new:
            unseen.remove(click["id"])  # the same id again, in the same batch, repeats it
            visit = Visit(click["at"][:10], click["kind"], click["visitor"])
            added[hour, click["kind"], "visitors"] += visit in unmet
            unmet.discard(visit)
    return [
        {"hour": hour, **step(kind, {name: added[hour, kind, name] for name in COUNTED})}
        for hour, kind in sorted({(hour, kind) for hour, kind, _ in added})
    ]


# --8<-- [end:hours]
def minutes(new: Iterable[Click]) -> list[Minute]:
    """What events with a new id add to what is trending, sorted."""
    named = [(minute_of(each["at"]), each["product_id"]) for each in new]
    counted = Counter((minute, product) for minute, product in named if product is not None)
    return [
        {"minute": minute, "product_id": product, "events": events}
        for (minute, product), events in sorted(counted.items())
    ]


def steps(found: Iterable[Hour]) -> list[Step]:
    """The sum of hours, by kind, in the order of the funnel."""
    total: Counter[tuple[Kind, Count]] = Counter()
    for hour in found:
        for name in COUNTED:
            total[hour["kind"], name] += hour[name]
    return [step(kind, {name: total[kind, name] for name in COUNTED}) for kind in clicks.KINDS]


def step(kind: Kind, counts: Mapping[Count, int]) -> Step:
    return {
        "kind": kind,
        "visitors": counts["visitors"],
        "events": counts["events"],
        "late": counts["late"],
        "early": counts["early"],
        "repeated": counts["repeated"],
    }


def hour_of(at: Time) -> Time:
    """The beginning of its window."""
    return f"{at[:13]}:00:00.000Z"


def minute_of(at: Time) -> Time:
    return f"{at[:16]}:00.000Z"
