# --8<-- [start:tables]
"""Imports of products, each in a partition of its own.

A chunk counts its rows in the transaction that applies them, so that each is applied once.

| what                      | import_id         | sk              | asked for                  |
| ------------------------- | ----------------- | --------------- | -------------------------- |
| an import                 | id                | import          | by id                      |
| a chunk, with its errors  | id                | chunk, number   | with its import, by number |
| the key of an upload      | the person's, key | key             | by person and key          |

The file is in the bucket until it is divided, and its parts are until they are applied.
"""

from shop_rules import imports
from shop_rules.errors import Invalid, NotFound
from shop_rules.imports import ProductImport, RowError
from shop_rules.shapes import UserId

from .. import db

# --8<-- [end:tables]
TABLE = "imports"
_IMPORT, _KEY = "import", "key"


class Elsewhere(db.Lost):
    """Another function has applied this row meanwhile."""


def file_of(import_id: str) -> str:
    return f"imports/{import_id}"


def part_of(import_id: str, number: int) -> str:
    return f"parts/{import_id}/{number:03d}"


# --8<-- [start:add]
def add(
    tx: db.Tx, import_id: str, user_id: UserId, key: str, fingerprint: str, form: db.Item
) -> None:
    """db.Lost if another request has claimed the key meanwhile. form: rows and media_type."""
    claim = {**_claim(user_id, key), "result_id": import_id, "fingerprint": fingerprint}
    tx.put(TABLE, claim, "attribute_not_exists(#import_id)")
    tx.put(TABLE, {**_key(import_id, _IMPORT), **form, "divided": False})


# --8<-- [end:add]
def earlier(user_id: UserId, key: str, fingerprint: str) -> str | None:
    """The id of the import that has this key, or None. 422 if it had another file."""
    found = db.get(TABLE, _claim(user_id, key))
    if found is not None and found["fingerprint"] != fingerprint:
        raise Invalid("This Idempotency-Key was used with another body.")
    return found["result_id"] if found else None


def find(import_id: str) -> db.Item:
    """The import's item."""
    found = db.get(TABLE, _key(import_id, _IMPORT))
    if found is None:
        raise NotFound("No such import.")
    return found


def divided(tx: db.Tx, import_id: str) -> None:
    tx.set(TABLE, _key(import_id, _IMPORT), {"divided": True})


def add_chunk(tx: db.Tx, import_id: str, number: int) -> None:
    """db.Lost if it is there already."""
    chunk: db.Item = {**_chunk(import_id, number), "done": 0, "errors": []}
    tx.put(TABLE, chunk, "attribute_not_exists(#import_id)")


def done(import_id: str, number: int) -> int:
    """How many rows of the chunk were applied, or found to be wrong."""
    found = db.get(TABLE, _chunk(import_id, number))
    return found["done"] if found else 0


# --8<-- [start:count]
def count(tx: db.Tx, import_id: str, number: int, before: int, errors: list[RowError]) -> None:
    """Count one more row, and its error if it has one. Elsewhere if it was counted before."""
    sets = "SET #done = :after, #errors = list_append(#errors, :errors)"
    values: db.Item = {"before": before, "after": before + 1, "errors": errors}
    tx.update(TABLE, _chunk(import_id, number), sets, "#done = :before", Elsewhere, **values)


# --8<-- [end:count]
def report(import_id: str) -> ProductImport:
    items = db.query(TABLE, "#import_id = :id", id=import_id)
    rows = [item["rows"] for item in items if item["sk"] == _IMPORT]
    if not rows:
        raise NotFound("No such import.")
    chunks = [item for item in items if item["sk"] != _IMPORT]
    errors = [error for chunk in chunks for error in chunk["errors"]]
    return imports.report(import_id, rows[0], sum(chunk["done"] for chunk in chunks), errors)


def _key(import_id: str, sk: str) -> db.Item:
    return {"import_id": import_id, "sk": sk}


def _chunk(import_id: str, number: int) -> db.Item:
    return _key(import_id, f"chunk {number:03d}")


def _claim(user_id: UserId, key: str) -> db.Item:
    return _key(f"{user_id} {key}", _KEY)
