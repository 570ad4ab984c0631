"""The clickstream: ids of events and visits for 7 days, and the counts of hours and minutes.

| what                 | pk                     | sk                  | asked for               |
| -------------------- | ---------------------- | ------------------- | ----------------------- |
| an event was counted | event, id              | event               | by id                   |
| a visit              | visit, day, visitor    | kind                | by itself               |
| a part was counted   | part, upload, number   | part                | by nothing: a condition |
| counts of an hour    | hours, month           | hour, kind          | a range of hours        |
| counts of a minute   | minutes, hour          | minute, product     | an hour                 |

The events themselves are in the bucket: objects.py.
"""

import time
from collections import Counter
from collections.abc import Collection

from shop_rules import click_counts, times
from shop_rules.click_counts import COUNTED, Hour, Minute, Visit, hour_of
from shop_rules.click_queries import HOUR, KEPT_SECONDS, MINUTES_KEPT
from shop_rules.clicks import Click
from shop_rules.shapes import ProductId, Time

from .. import db

TABLE = "clicks"
_NEW = "attribute_not_exists(#pk)"


class Counted(Exception):
    """This part of an upload was counted before."""


def unseen(found: Collection[Click]) -> list[Click]:
    """Those whose id is new."""
    rows = db.get_many(TABLE, [_event(click) for click in found])
    seen = {row["pk"] for row in rows}
    return [click for click in found if _event(click)["pk"] not in seen]


def unmet(visits: Collection[Visit]) -> list[Visit]:
    """Those that are new."""
    rows = db.get_many(TABLE, [_visit(visit) for visit in visits])
    met = {(row["pk"], row["sk"]) for row in rows}
    return [visit for visit in visits if tuple(_visit(visit).values()) not in met]


def mark(tx: db.Tx, part: str) -> None:
    """Note that a part of an upload is counted. Counted if it was."""
    item = {"pk": f"part {part}", "sk": "part", "expires_at": _in(KEPT_SECONDS)}
    tx.put(TABLE, item, _NEW, lost=Counted)


def add(tx: db.Tx, new: Collection[Click]) -> None:
    """db.Lost if an id is no longer new."""
    for click in new:
        tx.put(TABLE, {**_event(click), "expires_at": _in(KEPT_SECONDS)}, _NEW)


def add_visits(tx: db.Tx, new: Collection[Visit]) -> None:
    """db.Lost if one is no longer new."""
    for visit in new:
        tx.put(TABLE, {**_visit(visit), "expires_at": _in(KEPT_SECONDS)}, _NEW)


def count(tx: db.Tx, hours: Collection[Hour], minutes: Collection[Minute]) -> None:
    """Add to the windows."""
    for hour in hours:
        added: db.Item = {name: hour[name] for name in COUNTED}
        sums = ", ".join(f"#{name} :{name}" for name in added)
        tx.update(TABLE, _hour(hour), f"ADD {sums}", **added)
    for minute in minutes:
        sums = "ADD #events :events SET #expires_at = :expires_at"
        expires_at = _in(MINUTES_KEPT)
        tx.update(TABLE, _minute(minute), sums, events=minute["events"], expires_at=expires_at)


def hours(since: Time, until: Time) -> list[Hour]:
    return [hour for month in _months(since, until) for hour in _hours(month, since, until)]


def most_named(since: Time) -> list[tuple[ProductId, int]]:
    """(product, events) of all that were named from the minute `since` on, most first."""
    named: Counter[ProductId] = Counter()
    begin, now = times.milliseconds(hour_of(since)), times.milliseconds(times.after(60))
    for at in range(begin, now + 1, HOUR * 1000):
        key = f"minutes {times.from_milliseconds(at)}"
        for row in db.query(TABLE, "#pk = :pk AND #sk >= :since", pk=key, since=since):
            named[ProductId(row["sk"].partition(" ")[2])] += row["events"]
    return sorted(named.items(), key=lambda each: (-each[1], each[0]))


def _hours(month: str, since: Time, until: Time) -> list[Hour]:
    where = "#pk = :pk AND #sk BETWEEN :since AND :until"
    rows = db.query(TABLE, where, pk=f"hours {month}", since=since, until=until)
    return [_as_hour(row) for row in rows]  # those of `until` begin with it, and sort after it


def _as_hour(row: db.Item) -> Hour:
    hour, _, kind = row["sk"].partition(" ")
    return {"hour": hour, **click_counts.step(kind, {name: row[name] for name in COUNTED})}


def _months(since: Time, until: Time) -> list[str]:
    """Those between, in order. A funnel is of at most 31 days, so of two or three months."""
    begin, end = times.milliseconds(since), times.milliseconds(until)
    days = [*range(begin, end, 24 * HOUR * 1000), end]
    return sorted({times.from_milliseconds(day)[:7] for day in days})


def _event(click: Click) -> db.Item:
    return {"pk": f"event {click['id']}", "sk": "event"}


def _visit(visit: Visit) -> db.Item:
    return {"pk": f"visit {visit.day} {visit.visitor}", "sk": visit.kind}


def _hour(hour: Hour) -> db.Item:
    return {"pk": f"hours {hour['hour'][:7]}", "sk": f"{hour['hour']} {hour['kind']}"}


def _minute(minute: Minute) -> db.Item:
    at = minute["minute"]
    return {"pk": f"minutes {hour_of(at)}", "sk": f"{at} {minute['product_id']}"}


def _in(seconds: int) -> int:
    """Unix seconds, at which DynamoDB may delete an item."""
    return int(time.time()) + seconds
