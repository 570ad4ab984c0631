"""How catalog reaches inventory and accounts: plain function calls."""

from collections.abc import Collection

from shop_rules.errors import NotFound, Unauthenticated
from shop_rules.shapes import ProductId, UserId

from .. import db
from ..accounts import visitors
from ..inventory import store as inventory


def open_stock(tx: db.Tx, product_id: ProductId) -> None:
    inventory.open_stock(tx, product_id)


def available(tx: db.Tx, product_ids: Collection[ProductId]) -> dict[ProductId, int]:
    """How many units of each can be ordered."""
    return inventory.available(tx, product_ids)


def units_sold() -> db.Subquery:
    """A subquery of product_id and sold, to join with: both tables are in one database."""
    return inventory.units_sold()


def visitor_key(user_id: UserId) -> str:
    """The random key that stands for the person in events."""
    try:
        with db.transaction("visitor_key") as tx:
            return visitors.key_of(tx, user_id)
    except NotFound:  # the account was deleted a moment ago
        raise Unauthenticated("The access token was revoked.") from None
