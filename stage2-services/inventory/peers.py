"""How inventory reaches the other features: an event that the catalog consumes."""

from shop_rules.shapes import ProductId

from chassis import db, outbox
from chassis.shapes import StockEvent


def tell(tx: db.Tx, product_id: ProductId, available: int, version: int) -> None:
    """Publish how many can be ordered now. The event with the highest version is current."""
    event: StockEvent = {"product_id": product_id, "available": available, "version": version}
    outbox.add_event(tx, "stock", **event)
