"""How catalog reaches inventory, over HTTP, and its own worker, by tasks. Events from inventory
are handled in tasks.py."""

from collections.abc import Collection

from shop_rules.shapes import ProductId

from chassis import calls, db, outbox


def open_stock(product_id: ProductId) -> None:
    calls.call("inventory", "PUT", f"/stock/{product_id}")


def available(product_ids: Collection[ProductId]) -> dict[ProductId, int]:
    """How many units of each can be ordered at this moment."""
    return calls.call("inventory", "GET", f"/stock?ids={','.join(product_ids)}")


def make_thumbnail_later(
    tx: db.Tx, product_id: ProductId, picture: str, replaced: str | None
) -> None:
    """Add a task for the worker, sent when the caller's transaction commits."""
    what = {"product_id": product_id, "picture": picture, "replaced": replaced}
    outbox.add_task(tx, "catalog.make_thumbnail", **what)


def apply_later(tx: db.Tx, import_id: str, chunk_id: str) -> None:
    """Add a task for the worker, sent when the caller's transaction commits."""
    outbox.add_task(tx, "catalog.apply_chunk", import_id=import_id, chunk_id=chunk_id)
