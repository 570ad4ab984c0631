"""Importing files of products: a request stores the file in the bucket, whose event begins the
work. One function divides the file, and as many as there are chunks apply its rows."""

import json

from shop_rules import ids, product_files
from shop_rules import imports as rules
from shop_rules.errors import NotFound
from shop_rules.imports import ProductImport, Row, RowError
from shop_rules.shapes import UserId

from .. import db, objects, queues
from . import imports, peers, store


# --8<-- [start:begin]
def begin(user_id: UserId, key: str, content: bytes, media_type: str) -> ProductImport:
    """Store the file. Returns the import, new or made with this key before.

    The file last: its event needs the import. A request that dies in between was not answered,
    and its retry stores the file."""
    form: db.Item = {"rows": len(product_files.rows(content, media_type))}
    form |= {"media_type": media_type}
    fingerprint = rules.fingerprint(content, media_type)
    import_id = imports.earlier(user_id, key, fingerprint)
    if import_id is None:
        import_id = ids.new_id()
        try:
            with db.transaction("begin_import") as tx:
                imports.add(tx, import_id, user_id, key, fingerprint, form)
        except db.Lost:  # the same request, sent twice at once
            return begin(user_id, key, content, media_type)
    if not imports.find(import_id)["divided"]:
        objects.save(imports.file_of(import_id), content, media_type)
    return show(import_id)


# --8<-- [end:begin]
def show(import_id: str) -> ProductImport:
    return imports.report(import_id)


# --8<-- [start:divide]
def divide(import_id: str) -> None:
    """Divide a file into parts, with a chunk and a message for each. Idempotent."""
    content = objects.read(imports.file_of(import_id))
    if content is None:  # it was divided before
        return
    found = product_files.rows(content, imports.find(import_id)["media_type"])
    for number, part in enumerate(product_files.chunks(found)):
        name, text = imports.part_of(import_id, number), json.dumps(part)
        objects.save(name, text.encode(), "application/json")
        try:
            with db.transaction("add_chunk") as tx:
                imports.add_chunk(tx, import_id, number)
        except db.Lost:
            pass
        queues.apply_chunk(import_id, number)
    with db.transaction("file_divided") as tx:
        imports.divided(tx, import_id)
    objects.delete(imports.file_of(import_id))


# --8<-- [end:divide]
# --8<-- [start:apply]
def apply(import_id: str, number: int) -> None:
    """Apply a chunk, from the first row that was not applied: each row, its error, and the count
    of rows commit together. Where two functions meet, one leaves the chunk to the other."""
    name = imports.part_of(import_id, number)
    content = objects.read(name)
    part: list[Row] = json.loads(content) if content else []
    try:
        for place in range(imports.done(import_id, number), len(part)):
            _apply(import_id, number, place, part[place])
    except imports.Elsewhere:
        return
    objects.delete(name)


def _apply(import_id: str, number: int, place: int, row: Row) -> None:
    try:
        with db.transaction("apply_row") as tx:
            errors = _write(tx, import_id, row)
            imports.count(tx, import_id, number, place, errors)
    except imports.Elsewhere:
        raise
    except db.Lost:  # the product was changed since it was read
        _apply(import_id, number, place, row)


# --8<-- [end:apply]
def _write(tx: db.Tx, import_id: str, row: Row) -> list[RowError]:
    """Its error, if it has one; then nothing is written of it."""
    if row["product"] is None:
        return [rules.error(row)]
    if row["id"] is None:
        product_id = rules.product_id(import_id, row["line"])
        store.add(tx, rules.product(row), product_id)
        peers.open_stock(tx, product_id)
        return []
    try:
        store.change(tx, store.get(row["id"]), rules.product(row))
    except NotFound as missing:
        return [rules.error(row, missing.detail)]
    return []
