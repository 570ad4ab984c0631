"""How the cart reaches the catalog: reads of its table."""

from collections.abc import Collection

from shop_rules.shapes import ProductId

from .. import db
from ..catalog import store as catalog


def check_on_sale(product_id: ProductId) -> None:
    catalog.get(product_id)


def products(product_ids: Collection[ProductId]) -> dict[ProductId, db.Item]:
    """{id: row with name, price, archived}"""
    return catalog.by_ids(product_ids)
