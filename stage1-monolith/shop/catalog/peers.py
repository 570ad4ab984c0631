"""How catalog reaches inventory: plain function calls, in the same transaction."""

from ..inventory import store as inventory


def open_stock(tx, product_id):
    inventory.open_stock(tx, product_id)


def available(tx, product_ids):
    """{product id: how many can be ordered}"""
    return inventory.available(tx, product_ids)


def units_sold():
    """A subquery of product_id and sold, to join with: one database has both."""
    return inventory.units_sold()
