"""Notifications about orders: one message for each outcome, never two."""

import sqlalchemy as sa

from shop_rules import ids
from shop_rules.cursors import SortKey
from shop_rules.shapes import Notice, Notification, OrderId, UserId

from chassis import db

notifications = sa.Table(
    "notifications",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("user_id", db.Key, nullable=False),
    sa.Column("order_id", db.Key, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.UniqueConstraint("order_id", "kind", name="notifications_once"),
    sa.Index("notifications_newest", "user_id", "id"),
)

# Closed accounts: events of their orders may arrive after the event of the closing.
gone = sa.Table("gone_people", db.metadata, sa.Column("user_id", db.Key, primary_key=True))


def add(tx: db.Tx, user_id: UserId, order_id: OrderId, kind: Notice, text: str) -> None:
    """A no-op for a person who has closed their account."""
    row = [sa.literal(value) for value in (ids.new_id(), user_id, order_id, kind, text)]
    there = ~sa.exists().where(gone.c.user_id == user_id)
    columns = ["id", "user_id", "order_id", "kind", "text"]
    tx.execute(sa.insert(notifications).from_select(columns, sa.select(*row).where(there)))


def forget(tx: db.Tx, user_id: UserId) -> None:
    db.insert_if_absent(tx, gone, user_id=user_id)
    tx.execute(sa.delete(notifications).where(notifications.c.user_id == user_id))


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
