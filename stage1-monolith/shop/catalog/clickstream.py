"""The clickstream: events are counted in the transaction that stores them."""

from shop_rules import click_counts, clicks
from shop_rules.click_bodies import NewClicks
from shop_rules.click_counts import Funnel, Trend
from shop_rules.shapes import Time, UserId

from .. import db, telemetry
from . import clicks as store
from . import peers


def collect(new: NewClicks, user_id: UserId | None) -> int:
    """Count the events, all or none, and return how many were received. user_id: of a person who is
    signed in."""
    batch = clicks.batch(new, peers.visitor_key(user_id) if user_id else None)
    with db.transaction("count_clicks") as tx:
        count(tx, batch)
    return len(batch["clicks"])


def funnel(since: Time, until: Time) -> Funnel:
    with db.reading() as tx:
        steps = click_counts.steps(store.hours(tx, since, until))
    return {"from": since, "to": until, "steps": steps}


def trending(since: Time) -> list[Trend]:
    with db.reading() as tx:
        return store.trending(tx, since)


def forget_old() -> None:
    with db.transaction("forget_clicks") as tx:
        store.forget_old(tx)


def show_counts() -> None:
    """Set the metrics to what was counted."""
    with db.reading() as tx:
        found = store.totals(tx)
    for step in found:
        for outcome in click_counts.COUNTED:
            telemetry.clicks.labels(step["kind"], outcome).set(step[outcome])


# --8<-- [start:count]
def count(tx: db.Tx, batch: clicks.Batch) -> None:
    """Count an upload, with whatever else the transaction does."""
    new = store.add(tx, clicks.in_time(batch), batch["received_at"])
    first = store.add_visits(tx, click_counts.visits(new))
    hours = click_counts.hours(batch, new, first)
    store.count(tx, hours, click_counts.minutes(new))


# --8<-- [end:count]
