"""The admins, and how many there are: pk and sk "staff", in the table of accounts.

Nothing is locked, so the count is an item of its own: each transaction that makes or unmakes an
admin changes it too, on the condition that one is left.
"""

from collections.abc import Sequence

from shop_rules import roles
from shop_rules.shapes import StaffRole

from .. import db

TABLE = "accounts"
_ADMINS = {"pk": "staff", "sk": "staff"}  # a key of an earlier release: all staff were admins


def roles_of(row: db.Item) -> list[StaffRole]:
    """Staff of an earlier release have no such attribute: they are admins."""
    earlier = roles.ADMIN if row["role"] == "staff" else ""
    return roles.among(row.get("roles", earlier).split())


def count(tx: db.Tx, before: Sequence[StaffRole], after: Sequence[StaffRole]) -> None:
    by = (roles.ADMIN in after) - (roles.ADMIN in before)
    if by == 0:
        return
    enough = "#members > :least" if by < 0 else None
    values: db.Item = {"by": by} | ({"least": -by} if by < 0 else {})
    tx.update(TABLE, _ADMINS, "ADD #members :by", enough, lost=roles.last_admin, **values)
