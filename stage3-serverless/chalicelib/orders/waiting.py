"""Orders that wait for the provider: a work queue kept in the orders' own items.

An order is due at next_attempt_at. Whoever takes it up moves that time on, which is a lease: the
same message told twice finds the order taken, and if whoever took it up dies, it is due again.
"""

from contextlib import suppress

from shop_rules import ids, times
from shop_rules.shapes import OrderId

from .. import db
from .store import TABLE, find


def lease(order_id: OrderId, seconds: float) -> db.Item | None:
    """The row, if nobody else works on the order; then nobody else will, for so many seconds."""
    me = ids.new_id()
    with suppress(db.Lost):  # to another, or to this call: botocore repeats what is not answered
        with db.transaction("lease_order") as tx:
            _take(tx, order_id, seconds, me)
    row = find(order_id)
    return row if row and row.get("leased_by") == me else None


def due_in(order_id: OrderId, seconds: float) -> None:
    with db.transaction("put_off") as tx:
        then = {"next_attempt_at": times.after(seconds)}
        tx.set(TABLE, {"id": order_id}, then, "attribute_exists(#open)")


def due(seconds: float) -> list[OrderId]:
    """The ids of open orders whose turn has been for so many seconds, as the index knows them."""
    since = times.after(-seconds)
    where = "#open = :open AND #next_attempt_at < :since"
    rows = db.query(TABLE, where, index="open", open="open", since=since)
    return [row["id"] for row in rows]


def _take(tx: db.Tx, order_id: OrderId, seconds: float, me: str) -> None:
    tx.update(
        TABLE,
        {"id": order_id},
        "SET #next_attempt_at = :until, #leased_by = :me, #attempts = #attempts + :one",
        "attribute_exists(#open) AND #next_attempt_at <= :now",
        until=times.after(seconds),
        now=times.now(),
        me=me,
        one=1,
    )
