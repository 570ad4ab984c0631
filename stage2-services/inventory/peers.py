"""How inventory reaches the other features: an event that the catalog follows."""

from chassis import outbox


def tell(tx, product_id, available, version):
    """How many can be ordered now; of two such events the one with the higher version counts."""
    outbox.add_event(tx, "stock", product_id=product_id, available=available, version=version)
