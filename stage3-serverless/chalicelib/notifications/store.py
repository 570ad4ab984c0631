"""Notifications about orders: one message for each outcome, never two.

The key is user_id and the message's id, which contains the time: the newest sort last.
"""

from shop_rules import ids
from shop_rules.cursors import SortKey
from shop_rules.shapes import Notice, Notification, OrderId, UserId

from .. import db

TABLE = "notifications"


def add(tx: db.Tx, user_id: UserId, order_id: OrderId, kind: Notice, text: str) -> None:
    """Runs once, since it commits with the order's one change to that status."""
    item = {"user_id": user_id, "id": ids.new_id(), "order_id": order_id}
    tx.put(TABLE, {**item, "kind": kind, "text": text})


def forget(user_id: UserId) -> None:
    for row in newest(user_id, None, None):
        with db.transaction("forget_notification") as tx:
            tx.delete(TABLE, {"user_id": user_id, "id": row["id"]})


def newest(user_id: UserId, limit: int | None, before: SortKey | None) -> list[Notification]:
    start = {"user_id": user_id, "id": before[0]} if before else None
    rows = db.query(TABLE, "#user_id = :user", limit, backwards=True, after=start, user=user_id)
    return [_as_notification(row) for row in rows]


def _as_notification(row: db.Item) -> Notification:
    return {
        "id": row["id"],
        "user_id": row["user_id"],
        "order_id": row["order_id"],
        "kind": row["kind"],
        "text": row["text"],
        "sent_at": ids.created_at(row["id"]),
    }
