"""How payments reaches orders: a plain function call."""

from ..orders import usecases as orders


def order(order_id):
    """The order, or None."""
    return orders.show(order_id)
