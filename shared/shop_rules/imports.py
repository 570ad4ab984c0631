"""Imports of products: rows that wait, what they become, and the report on them.

    the upload  →  rows, each valid or with its error  →  chunks of 100  →  applied, chunk by chunk

A wrong row doesn't stop the others: it keeps its error, which becomes a line of the report.
product_files.py reads the upload.
"""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Literal, TypedDict

from . import bodies, ids
from .shapes import ProductId, Time


class RowError(TypedDict):
    """Why one row was not applied."""

    line: int  # of the file, from 1; where a row begins that has several
    detail: str


class ProductImport(TypedDict):
    id: str
    state: Literal["running", "finished"]
    rows: int  # in the file
    rows_done: int  # applied, or found to be wrong
    rows_failed: int
    errors: list[RowError]  # by line
    created_at: Time


class Row(TypedDict):
    """A row as it waits to be applied. JSON."""

    line: int
    id: ProductId | None  # of the product to replace; None adds one
    product: dict[str, object] | None  # the fields of bodies.Product; None if the row is wrong
    error: str  # what is wrong with it, or ""


def fingerprint(content: bytes, media_type: str) -> str:
    """A digest of the upload: the same Idempotency-Key must come with the same file."""
    return hashlib.sha256(f"{media_type}\n".encode() + content).hexdigest()


# --8<-- [start:product_id]
def product_id(import_id: str, line: int) -> ProductId:
    """The id of the product that this line adds: the same, however often the line is applied.

    A UUIDv7 with the import's time, the line, and 60 bits of a digest of both.
    """
    digest = hashlib.sha256(f"{import_id} {line}".encode()).digest()
    low = int.from_bytes(digest[:8], "big") >> 4
    number = uuid.UUID(import_id).int >> 80 << 80  # the 48 bits of its time
    number |= 0x7 << 76 | (line >> 2) % 4096 << 64 | 0x2 << 62 | line % 4 << 60 | low
    return ProductId(str(uuid.UUID(int=number)))


# --8<-- [end:product_id]
def product(row: Row) -> bodies.Product:
    """What a right row says of its product."""
    return bodies.Product.model_validate(row["product"])


def error(row: Row, detail: str = "") -> RowError:
    return {"line": row["line"], "detail": detail or row["error"]}


def report(import_id: str, count: int, done: int, errors: Iterable[RowError]) -> ProductImport:
    """count and done: rows."""
    listed = sorted(errors, key=lambda each: each["line"])
    return {
        "id": import_id,
        "state": "finished" if done == count else "running",
        "rows": count,
        "rows_done": done,
        "rows_failed": len(listed),
        "errors": listed,
        "created_at": ids.created_at(import_id),
    }
