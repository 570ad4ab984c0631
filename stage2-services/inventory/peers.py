"""How inventory reaches the other features: an event that the catalog follows."""

from shop_rules.shapes import ProductId

from chassis import db, outbox
from chassis.shapes import StockEvent


def tell(tx: db.Tx, product_id: ProductId, available: int, version: int) -> None:
    """How many can be ordered now; of two such events the one with the higher version counts."""
    event: StockEvent = {"product_id": product_id, "available": available, "version": version}
    outbox.add_event(tx, "stock", **event)
