"""Importing files of products: a request stores the rows, a thread applies them in chunks."""

from collections.abc import Iterator, Sequence

from shop_rules import ids, product_files, times
from shop_rules import imports as rules
from shop_rules.errors import NotFound
from shop_rules.imports import ProductImport, Row, RowError
from shop_rules.shapes import UserId

from .. import db
from . import imports, peers, store


# --8<-- [start:begin]
def begin(user_id: UserId, key: str, content: bytes, media_type: str) -> ProductImport:
    """Store the rows of a file. Returns the import, new or made with this key before."""
    parts = product_files.chunks(product_files.rows(content, media_type))
    what = ids.new_id(), user_id, key, rules.fingerprint(content, media_type)
    with db.transaction("begin_import") as tx:
        import_id = imports.add(tx, *what, parts, times.now())
        return imports.report(tx, import_id)


# --8<-- [end:begin]
def show(import_id: str) -> ProductImport:
    with db.reading() as tx:
        return imports.report(tx, import_id)


def due() -> Sequence[imports.Place]:
    """Chunks that are due, oldest first."""
    with db.reading() as tx:
        return imports.due(tx)


# --8<-- [start:apply]
def apply(import_id: str, chunk_id: str) -> None:
    """Apply a chunk, unless it was applied before: its products, its errors, and that it is done
    commit together."""
    with db.transaction("apply_chunk") as tx:
        rows = imports.to_apply(tx, chunk_id)
        if rows:
            imports.applied(tx, chunk_id, list(_errors(tx, import_id, rows)))


# --8<-- [end:apply]
def _errors(tx: db.Tx, import_id: str, rows: Sequence[Row]) -> Iterator[RowError]:
    """Apply the rows in the order of their products, since two imports of the same ones would
    otherwise wait for each other's locks."""
    for row in sorted(rows, key=lambda row: row["id"] or ""):
        if row["product"] is None:
            yield rules.error(row)
            continue
        try:
            _apply(tx, import_id, row)
        except NotFound as missing:
            yield rules.error(row, missing.detail)


def _apply(tx: db.Tx, import_id: str, row: Row) -> None:
    if row["id"]:
        store.get(tx, row["id"], lock=True)
        store.change(tx, row["id"], rules.product(row))
    else:
        product_id = rules.product_id(import_id, row["line"])
        store.add(tx, rules.product(row), product_id)
        peers.open_stock(tx, product_id)
