"""How catalog reaches inventory and accounts, over HTTP, and its own worker, by tasks and a stream.
Events are handled in tasks.py."""

from collections.abc import Collection

from shop_rules.clicks import Batch
from shop_rules.errors import NotFound, Unauthenticated, Unavailable
from shop_rules.shapes import ProductId, UserId

from chassis import calls, db, outbox, streams
from chassis.shapes import Visitor

CLICKS = "clicks"  # the stream
MOST_WAITING = 2000  # uploads: at most 200,000 events, and 50 MB of the durable Valkey
RETRY_SECONDS = 5


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


def visitor_key(user_id: UserId) -> str:
    """The random key that stands for the person in events."""
    try:
        found: Visitor = calls.call("accounts", "PUT", f"/people/{user_id}/visitor")
    except NotFound:  # the account was deleted a moment ago
        raise Unauthenticated("The access token was revoked.") from None
    return found["key"]


# --8<-- [start:publish_clicks]
def publish_clicks(batch: Batch) -> None:
    """Add an upload to the stream. 503 if too many wait in it: then its sender waits, and nothing
    else does."""
    if clicks_waiting() >= MOST_WAITING:
        raise Unavailable("Too many events wait to be counted.", RETRY_SECONDS)
    streams.publish(CLICKS, batch["id"], batch)


# --8<-- [end:publish_clicks]
def clicks_waiting() -> int:
    """How many uploads wait to be counted."""
    return streams.waiting(CLICKS)
