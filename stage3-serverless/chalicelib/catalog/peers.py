"""How catalog reaches inventory: items in the same transaction, and reads of its table."""

from ..inventory import store as inventory


def open_stock(tx, product_id):
    inventory.open_stock(tx, product_id)


def available(product_ids):
    """{product id: how many can be ordered}"""
    return inventory.available(product_ids)


def stock(item_key):
    """{available, sold, version} as they now are; None for what is no stock, but an adjustment."""
    if inventory.is_stock(item_key):
        now = inventory.get(item_key["product_id"])
        return {name: now[name] for name in ("available", "sold", "version")}
