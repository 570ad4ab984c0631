"""The audit log: who changed what a person may do. No code changes or deletes an entry."""

from collections.abc import Sequence

import sqlalchemy as sa

from shop_rules import ids, roles
from shop_rules.cursors import SortKey
from shop_rules.roles import AuditAction, AuditEntry
from shop_rules.shapes import StaffRole, UserId

from chassis import db

audit = sa.Table(
    "audit",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text),  # no foreign key: an entry outlives the accounts in it
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("roles_before", sa.Text, nullable=False),
    sa.Column("roles_after", sa.Text, nullable=False),
)


def add(
    tx: db.Tx,
    action: AuditAction,
    actor_id: UserId | None,
    user_id: UserId,
    before: Sequence[StaffRole],
    after: Sequence[StaffRole],
) -> None:
    """Add an entry, in the transaction of the change itself. actor_id: None for an operator."""
    row = {"id": ids.new_id(), "action": action, "actor_id": actor_id, "user_id": user_id}
    row |= {"roles_before": " ".join(before), "roles_after": " ".join(after)}
    tx.execute(sa.insert(audit).values(row))


def newest(tx: db.Tx, limit: int, before: SortKey | None) -> list[AuditEntry]:
    query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
    rows = tx.execute(query.where(audit.c.id < before[0]) if before else query)
    return [_as_entry(row) for row in rows]


def _as_entry(row: db.Row) -> AuditEntry:
    return {
        "id": row.id,
        "action": row.action,
        "actor_id": row.actor_id,
        "user_id": row.user_id,
        "before": roles.among(row.roles_before.split()),
        "after": roles.among(row.roles_after.split()),
        "created_at": ids.created_at(row.id),
    }
