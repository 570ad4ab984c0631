"""Reads and writes rows of the ledger; `db` is a connection inside a transaction."""

import json
import secrets
import time
from sqlite3 import Connection, Row
from typing import TypedDict

from .errors import no_such

PREFIXES = {"intents": "pi", "charges": "ch", "refunds": "re"}
NAMES = {"intents": "payment_intent", "charges": "charge", "refunds": "refund"}


class Place(TypedDict):
    """A page of a list: https://docs.stripe.com/api/pagination"""

    limit: int
    starting_after: str | None


def add(db: Connection, table: str, **values: object) -> Row:
    """The new row, with an id in the provider's form and the time of its creation."""
    id_ = f"{PREFIXES[table]}_{secrets.token_hex(12)}"
    values = {"id": id_, "created": int(time.time()), **values}
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))
    return find(db, table, id_)


def change(db: Connection, table: str, id_: str, **values: object) -> Row:
    """The row after the change."""
    assignments = ", ".join(f"{column} = ?" for column in values)
    db.execute(f"UPDATE {table} SET {assignments} WHERE id = ?", (*values.values(), id_))
    return find(db, table, id_)


def find(db: Connection, table: str, id_: str, param: str = "id", status: int = 404) -> Row:
    row = db.execute(f"SELECT * FROM {table} WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise no_such(NAMES[table], id_, param, status)
    return row


def newest(
    db: Connection, table: str, limit: int, starting_after: str | None = None, **equal: str
) -> tuple[list[Row], bool]:
    """(rows, whether there are more), newest first, starting after the row with the given id."""
    conditions, values = [f"{column} = ?" for column in equal], list(equal.values())
    if starting_after:
        last = find(db, table, starting_after, param="starting_after", status=400)
        conditions.append("seq < ?")
        values.append(last["seq"])
    where = "WHERE " + " AND ".join(conditions) if conditions else ""
    found = db.execute(
        f"SELECT * FROM {table} {where} ORDER BY seq DESC LIMIT ?", (*values, limit + 1)
    ).fetchall()
    return found[:limit], len(found) > limit


def charges_by_id(db: Connection, ids: list[str]) -> dict[str, Row]:
    """{id: charge}, read in one query."""
    query = "SELECT * FROM charges WHERE id IN (SELECT value FROM json_each(?))"
    return {row["id"]: row for row in db.execute(query, (json.dumps(ids),))}
