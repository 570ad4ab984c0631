"""Orders that wait for the provider: a work queue kept in the orders' own items.

An order is due at next_attempt_at. A function that picks it up moves that time forward, which is a
lease: a duplicate message finds it leased, and if the function dies, it becomes due again.
"""

from contextlib import suppress

from shop_rules import ids, times
from shop_rules.shapes import OrderId

from .. import db
from .store import TABLE, find


def lease(order_id: OrderId, seconds: float) -> db.Item | None:
    """The row if the order was leased to this caller; no other will take it for `seconds`."""
    me = ids.new_id()
    with suppress(db.Lost):  # to another caller, or to this one: botocore retries lost replies
        with db.transaction("lease_order") as tx:
            _take(tx, order_id, seconds, me)
    row = find(order_id)
    return row if row and row.get("leased_by") == me else None


def due_in(order_id: OrderId, seconds: float) -> None:
    with db.transaction("put_off") as tx:
        then = {"next_attempt_at": times.after(seconds)}
        tx.set(TABLE, {"id": order_id}, then, "attribute_exists(#open)")


def due(seconds: float) -> list[OrderId]:
    """The ids of open orders that have been due for `seconds`, read from the index."""
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
