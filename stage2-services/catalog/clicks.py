"""The clickstream: single events and visits for 7 days, and the counts of hours and minutes."""

from collections.abc import Collection

import sqlalchemy as sa

from shop_rules import click_counts, times
from shop_rules.click_counts import Hour, Minute, Step, Trend, Visit
from shop_rules.click_queries import KEPT_SECONDS, MINUTES_KEPT
from shop_rules.clicks import Click
from shop_rules.shapes import Time

from chassis import db, many

from .store import on_sale, products

clicks = sa.Table(
    "clicks",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("product_id", db.Key),  # no foreign key: any id may come
    sa.Column("visitor", db.Key, nullable=False),
    sa.Column("at", db.Key, nullable=False),
    sa.Column("received_at", db.Key, nullable=False, index=True),
)

click_visits = sa.Table(
    "click_visits",
    db.metadata,
    sa.Column("day", db.Key, primary_key=True),
    sa.Column("kind", db.Key, primary_key=True),
    sa.Column("visitor", db.Key, primary_key=True),
)

click_hours = sa.Table(
    "click_hours",
    db.metadata,
    sa.Column("hour", db.Key, primary_key=True),
    sa.Column("kind", db.Key, primary_key=True),
    sa.Column("visitors", sa.BigInteger, nullable=False),
    sa.Column("events", sa.BigInteger, nullable=False),
    sa.Column("late", sa.BigInteger, nullable=False),
    sa.Column("early", sa.BigInteger, nullable=False),
    sa.Column("repeated", sa.BigInteger, nullable=False),
)

click_minutes = sa.Table(
    "click_minutes",
    db.metadata,
    sa.Column("minute", db.Key, primary_key=True),
    sa.Column("product_id", db.Key, primary_key=True),
    sa.Column("events", sa.BigInteger, nullable=False),
)


def add(tx: db.Tx, found: Collection[Click], received_at: Time) -> list[Click]:
    """Store the events, and return those whose id is new. found: sorted by id."""
    rows = [{**click, "received_at": received_at} for click in found]
    new = {row.id for row in many.insert_new(tx, clicks, rows)}
    return [click for click in found if click["id"] in new]


def add_visits(tx: db.Tx, visits: Collection[Visit]) -> set[Visit]:
    """Store the visits, and return the new ones. visits: sorted."""
    rows = many.insert_new(tx, click_visits, [visit._asdict() for visit in visits])
    return {Visit(row.day, row.kind, row.visitor) for row in rows}


def count(tx: db.Tx, hours: Collection[Hour], minutes: Collection[Minute]) -> None:
    """Add to the windows. Both are sorted."""
    many.add_up(tx, click_hours, list(hours))
    many.add_up(tx, click_minutes, list(minutes))


def hours(tx: db.Tx, since: Time, until: Time) -> list[Hour]:
    inside = (click_hours.c.hour >= since) & (click_hours.c.hour < until)
    return [_as_hour(row) for row in tx.execute(sa.select(click_hours).where(inside))]


def trending(tx: db.Tx, since: Time) -> list[Trend]:
    """The products on sale that most events named, from the minute `since` on."""
    events = sa.func.sum(click_minutes.c.events).label("events")
    query = (
        sa.select(products.c.id, products.c.name, events)
        .join(click_minutes, click_minutes.c.product_id == products.c.id)
        .where(on_sale, click_minutes.c.minute >= since)
        .group_by(products.c.id, products.c.name)
        .order_by(events.desc(), products.c.id)
        .limit(click_counts.TRENDING)
    )
    rows = tx.execute(query)
    return [{"product_id": row.id, "name": row.name, "events": int(row.events)} for row in rows]


def forget_old(tx: db.Tx) -> None:
    """Delete single events and visits after 7 days, and the minutes after a day."""
    week = times.after(-KEPT_SECONDS)
    tx.execute(sa.delete(clicks).where(clicks.c.received_at < week))
    tx.execute(sa.delete(click_visits).where(click_visits.c.day < week[:10]))
    minute = times.after(-MINUTES_KEPT)
    tx.execute(sa.delete(click_minutes).where(click_minutes.c.minute < minute))


def totals(tx: db.Tx) -> list[Step]:
    """The counts of all hours, for the metrics."""
    sums = [sa.func.sum(click_hours.c[name]).label(name) for name in click_counts.COUNTED]
    query = sa.select(click_hours.c.kind, *sums).group_by(click_hours.c.kind)
    return [_as_step(row) for row in tx.execute(query)]


def _as_hour(row: db.Row) -> Hour:
    return {"hour": row.hour, **_as_step(row)}


def _as_step(row: db.Row) -> Step:
    counts = {name: int(getattr(row, name)) for name in click_counts.COUNTED}
    return click_counts.step(row.kind, counts)
