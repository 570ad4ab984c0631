"""How accounts reaches the other features: from the function that handles a closed account."""

from shop_rules.shapes import UserId

from ..cart import store as cart
from ..notifications import store as notifications
from ..orders import store as orders


def forget_person(user_id: UserId) -> None:
    """Delete cart and notifications. Orders stay; those that are final lose their address."""
    cart.forget(user_id)
    notifications.forget(user_id)
    orders.forget_addresses(user_id)
