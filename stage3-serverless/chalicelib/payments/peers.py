"""How payments reaches orders: a plain function call."""

from shop_rules.shapes import Order, OrderId

from ..orders import usecases as orders


def order(order_id: OrderId) -> Order | None:
    return orders.show(order_id)
