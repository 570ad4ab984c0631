"""Closed accounts that the other features have yet to forget: pk the person's id, sk "closed".

The note commits with the deletion and reaches them through the table's stream. If that fails, the
sweep finds the note by the index `newest`.
"""

from shop_rules.shapes import UserId

from .. import db
from .store import TABLE

CLOSED = "closed"


def add(tx: db.Tx, user_id: UserId) -> None:
    tx.put(TABLE, {"pk": user_id, "sk": CLOSED, "listed": CLOSED, "id": user_id})


def is_note(item_key: db.Item) -> bool:
    """item_key: {pk, sk} of any item in this table."""
    return item_key["sk"] == CLOSED


def still_to_forget() -> list[UserId]:
    return [row["id"] for row in db.query(TABLE, "#listed = :it", index="newest", it=CLOSED)]


def forgotten(tx: db.Tx, user_id: UserId) -> None:
    tx.delete(TABLE, {"pk": user_id, "sk": CLOSED})
