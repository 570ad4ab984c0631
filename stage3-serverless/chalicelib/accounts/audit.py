"""The audit log: who changed what a person may do. No code changes or deletes an entry, and the
function's policy allows neither (.chalice/policy-api.json). A put could overwrite one, so each has
the condition that the key is new.

| what      | pk    | sk | asked for   |
| --------- | ----- | -- | ----------- |
| an entry  | audit | id | the newest  |
"""

from collections.abc import Sequence

from shop_rules import ids, roles
from shop_rules.cursors import SortKey
from shop_rules.roles import AuditAction, AuditEntry
from shop_rules.shapes import StaffRole, UserId

from .. import db

TABLE = "audit"


def add(
    tx: db.Tx,
    action: AuditAction,
    actor_id: UserId | None,
    user_id: UserId,
    before: Sequence[StaffRole],
    after: Sequence[StaffRole],
) -> None:
    """Add an entry, in the transaction of the change itself. actor_id: None for an operator."""
    row: db.Item = {"pk": TABLE, "sk": ids.new_id(), "action": action, "actor_id": actor_id}
    row |= {"user_id": user_id, "roles_before": " ".join(before), "roles_after": " ".join(after)}
    tx.put(TABLE, row, "attribute_not_exists(#pk)")


def newest(limit: int, before: SortKey | None) -> list[AuditEntry]:
    after = {"pk": TABLE, "sk": before[0]} if before else None
    rows = db.query(TABLE, "#pk = :all", limit, backwards=True, after=after, all=TABLE)
    return [_as_entry(row) for row in rows]


def _as_entry(row: db.Item) -> AuditEntry:
    return {
        "id": row["sk"],
        "action": row["action"],
        "actor_id": row["actor_id"],
        "user_id": row["user_id"],
        "before": roles.among(row["roles_before"].split()),
        "after": roles.among(row["roles_after"].split()),
        "created_at": ids.created_at(row["sk"]),
    }
