"""How accounts reaches the other features: plain function calls, in the caller's transaction."""

from shop_rules.shapes import UserId

from .. import db
from ..orders import store as orders


def forget_person(tx: db.Tx, user_id: UserId) -> None:
    """Remove final orders' addresses; foreign keys delete cart and messages with the person."""
    orders.forget_addresses(tx, user_id)
