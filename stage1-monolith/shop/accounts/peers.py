"""How accounts reaches the other features: plain function calls, in the caller's transaction."""

from ..orders import store as orders


def forget_person(tx, user_id):
    """Cart and notifications go by foreign key with the person; orders stay without address."""
    orders.forget_addresses(tx, user_id)
