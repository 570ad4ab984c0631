"""The clickstream: an upload becomes an object in a bucket, whose arrival starts a function that
counts it."""

import json
from collections.abc import Iterator

from shop_rules import click_counts, clicks
from shop_rules.click_bodies import NewClicks
from shop_rules.click_counts import Funnel, Trend
from shop_rules.shapes import Time, UserId

from .. import db, objects
from . import clicks as store
from . import peers
from .store import by_ids

PART = 25  # events: a transaction has at most 100 writes, and an event needs up to three


def collect(new: NewClicks, user_id: UserId | None) -> int:
    """Store the events, all or none, and return how many were received. user_id: of a person who is
    signed in."""
    batch = clicks.batch(new, peers.visitor_key(user_id) if user_id else None)
    name = f"events/{batch['received_at'][:10]}/{batch['id']}.json"
    objects.save_clicks(name, json.dumps(batch).encode())
    return len(batch["clicks"])


def funnel(since: Time, until: Time) -> Funnel:
    return {"from": since, "to": until, "steps": click_counts.steps(store.hours(since, until))}


def trending(since: Time) -> list[Trend]:
    """Asks the catalog for a few products at a time, until enough of them are on sale."""
    named, found = store.most_named(since), list[Trend]()
    for start in range(0, len(named), 2 * click_counts.TRENDING):
        some = named[start : start + 2 * click_counts.TRENDING]
        rows = by_ids([product_id for product_id, _ in some])
        for product_id, events in some:
            row = rows.get(product_id)
            if row and not row["archived"]:
                found.append({"product_id": product_id, "name": row["name"], "events": events})
        if len(found) >= click_counts.TRENDING:
            break
    return found[: click_counts.TRENDING]


# --8<-- [start:count]
def count(batch: clicks.Batch) -> None:
    """Count an upload. Idempotent: each part's mark commits with its counts."""
    for number, part in enumerate(_parts(batch)):
        try:
            _count(part, f"{batch['id']} {number}")
        except store.Counted:
            continue


def _count(part: clicks.Batch, name: str) -> None:
    new = store.unseen(clicks.in_time(part))
    first = store.unmet(click_counts.visits(new))
    try:
        with db.transaction("count_clicks") as tx:
            store.mark(tx, name)
            store.add(tx, new)
            store.add_visits(tx, first)
            hours = click_counts.hours(part, new, first)
            store.count(tx, hours, click_counts.minutes(new))
    except db.Lost:  # another upload had one of the ids, or the same visitor
        _count(part, name)


# --8<-- [end:count]
def _parts(batch: clicks.Batch) -> Iterator[clicks.Batch]:
    for start in range(0, len(batch["clicks"]), PART):
        yield {**batch, "clicks": batch["clicks"][start : start + PART]}
