"""How the cart reaches the other features: reads of their tables, and one check of a condition."""

from collections.abc import Collection

from shop_rules.errors import NotFound
from shop_rules.shapes import ProductId, UserId

from .. import db
from ..accounts import store as accounts
from ..catalog import store as catalog


def check_on_sale(product_id: ProductId) -> None:
    catalog.get(product_id)


def products(product_ids: Collection[ProductId]) -> dict[ProductId, db.Item]:
    """{id: row with name, price, archived}"""
    return catalog.by_ids(product_ids)


def check_is_there(tx: db.Tx, user_id: UserId) -> None:
    """404 once the account is closed."""
    accounts.check_exists(tx, user_id, _gone)


def _gone() -> NotFound:
    return NotFound("No such user.")
