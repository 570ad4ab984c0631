"""How the cart reaches the catalog: plain function calls, in the same transaction."""

from collections.abc import Collection

from shop_rules.shapes import ProductId

from .. import db
from ..catalog import store as catalog


def check_on_sale(tx: db.Tx, product_id: ProductId) -> None:
    catalog.get(tx, product_id)


def products(tx: db.Tx, product_ids: Collection[ProductId]) -> dict[ProductId, db.Row]:
    """{id: row with name, price, archived}"""
    return catalog.by_ids(tx, product_ids)
