"""Imports of products, and their rows: a work queue that is kept in chunks.

A chunk commits with the products it makes, so that each of its rows is applied once. Its rows go
when it is applied; what was wrong with some of them stays, for the report.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from shop_rules import imports, times
from shop_rules.errors import Invalid, NotFound
from shop_rules.imports import ProductImport, Row, RowError
from shop_rules.shapes import UserId

from chassis import db

# --8<-- [start:tables]
product_imports = sa.Table(
    "product_imports",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("user_id", db.Key, nullable=False),  # no foreign key: imports outlive people
    sa.Column("key", db.Key, nullable=False),  # the Idempotency-Key
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.UniqueConstraint("user_id", "key", name="product_imports_once"),
)

chunks = sa.Table(
    "product_import_chunks",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),  # the import's, and the chunk's number
    sa.Column("import_id", db.Key, nullable=False, index=True),
    sa.Column("size", sa.Integer, nullable=False),  # rows
    sa.Column("rows", sa.JSON, nullable=False),  # none once they are applied
    sa.Column("errors", sa.JSON, nullable=False),
    sa.Column("due_at", db.Key, index=True),  # None once it is applied
)
# --8<-- [end:tables]


class Place(NamedTuple):
    """Which chunk of which import."""

    import_id: str
    chunk_id: str


def add(
    tx: db.Tx,
    import_id: str,
    user_id: UserId,
    key: str,
    fingerprint: str,
    parts: Iterable[Sequence[Row]],
    due_at: str,
) -> str:
    """Add an import and its chunks. Returns its id, or that of the one that has this key already;
    422 if that had another file."""
    claimed = {"user_id": user_id, "key": key}
    new = {"id": import_id, **claimed, "fingerprint": fingerprint}
    if not db.insert_if_absent(tx, product_imports, **new):
        earlier = tx.execute(sa.select(product_imports).filter_by(**claimed)).one()
        if earlier.fingerprint != fingerprint:
            raise Invalid("This Idempotency-Key was used with another body.")
        return earlier.id
    rows = [_chunk(import_id, number, part, due_at) for number, part in enumerate(parts)]
    tx.execute(sa.insert(chunks), rows)
    return import_id


def report(tx: db.Tx, import_id: str) -> ProductImport:
    query = sa.select(chunks.c.size, chunks.c.errors, chunks.c.due_at)
    found = tx.execute(query.where(chunks.c.import_id == import_id)).all()
    if not found:
        raise NotFound("No such import.")
    done = sum(row.size for row in found if row.due_at is None)
    errors = [error for row in found for error in row.errors]
    return imports.report(import_id, sum(row.size for row in found), done, errors)


# --8<-- [start:to_apply]
def to_apply(tx: db.Tx, chunk_id: str) -> Sequence[Row]:
    """The rows to apply, locked until the transaction ends; none if they were applied before."""
    query = sa.select(chunks.c.rows).where(chunks.c.id == chunk_id, chunks.c.due_at.is_not(None))
    return tx.scalars(query.with_for_update()).one_or_none() or ()


def applied(tx: db.Tx, chunk_id: str, errors: Sequence[RowError]) -> None:
    row = sa.update(chunks).where(chunks.c.id == chunk_id)
    tx.execute(row.values(rows=[], errors=errors, due_at=None))


# --8<-- [end:to_apply]
def due(tx: db.Tx, import_id: str | None = None) -> Sequence[Place]:
    """Chunks that are due, of one import or of all, oldest first."""
    query = sa.select(chunks.c.import_id, chunks.c.id).where(chunks.c.due_at <= times.now())
    query = query.where(chunks.c.import_id == import_id) if import_id else query
    return [Place(*row) for row in tx.execute(query.order_by(chunks.c.id))]


def put_off(tx: db.Tx, chunk_id: str, due_at: str) -> bool:
    """False if it was applied, or rescheduled by another worker, meanwhile."""
    is_due = (chunks.c.id == chunk_id) & (chunks.c.due_at <= times.now())
    return tx.execute(sa.update(chunks).where(is_due).values(due_at=due_at)).rowcount == 1


def _chunk(import_id: str, number: int, part: Sequence[Row], due_at: str) -> db.Values:
    made: db.Values = {"id": f"{import_id} {number:03d}", "import_id": import_id}
    return {**made, "size": len(part), "rows": part, "errors": [], "due_at": due_at}
