"""Notifications about orders: one message for each outcome, never two."""

import sqlalchemy as sa

from shop_rules import ids
from shop_rules.cursors import SortKey
from shop_rules.shapes import Notice, Notification, OrderId, UserId

from .. import db

notifications = sa.Table(
    "notifications",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("order_id", sa.ForeignKey("orders.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.UniqueConstraint("order_id", "kind", name="notifications_once"),
    sa.Index("notifications_newest", "user_id", "id"),
)

people = sa.table("users", sa.column("id"))


def add(tx: db.Tx, user_id: UserId, order_id: OrderId, kind: Notice, text: str) -> None:
    """A no-op for a person who has closed their account."""
    row = [sa.literal(value) for value in (ids.new_id(), user_id, order_id, kind, text)]
    there = sa.exists().where(people.c.id == user_id)
    columns = ["id", "user_id", "order_id", "kind", "text"]
    tx.execute(sa.insert(notifications).from_select(columns, sa.select(*row).where(there)))


def newest(tx: db.Tx, user_id: UserId, limit: int, before: SortKey | None) -> list[Notification]:
    query = sa.select(notifications).where(notifications.c.user_id == user_id)
    query = query.order_by(notifications.c.id.desc()).limit(limit)
    rows = tx.execute(query.where(notifications.c.id < before[0]) if before else query)
    return [_as_notification(row) for row in rows]


def _as_notification(row: db.Row) -> Notification:
    return {
        "id": row.id,
        "user_id": row.user_id,
        "order_id": row.order_id,
        "kind": row.kind,
        "text": row.text,
        "sent_at": ids.created_at(row.id),
    }
