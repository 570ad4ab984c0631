"""Filling a cart. More of a thing than there is in stock is allowed: stock counts when ordering."""

from shop_rules import pricing
from shop_rules.errors import NotFound

from . import peers, store


def show(user_id):
    return _cart(store.find(user_id))


def put(user_id, product_id, quantity):
    """The cart. 422 for one product too many."""
    return _cart(store.put(user_id, product_id, quantity))


def check_on_sale(product_id):
    peers.check_on_sale(product_id)


def remove(user_id, product_id):
    if not store.remove(user_id, product_id):
        raise NotFound("That is not in the cart.")


def clear(user_id):
    store.clear(user_id)


def to_buy(user_id):
    """(cart, priced lines) as they are, for an order."""
    cart = store.find(user_id)
    return cart, priced_lines(cart)


def priced_lines(cart):
    """[{product_id, name, unit_price, quantity, archived}] at today's prices, in cents."""
    quantities = store.lines(cart)
    products = peers.products([product_id for product_id, _ in quantities])
    return [_line(products[product_id], quantity) for product_id, quantity in quantities]


def _line(product, quantity):
    return {
        "product_id": product["id"],
        "name": product["name"],
        "unit_price": product["price"],
        "quantity": quantity,
        "archived": product["archived"],
    }


def _cart(cart):
    lines = priced_lines(cart)
    return {
        "id": cart["id"],
        "user_id": cart["user_id"],
        "lines": pricing.shown(lines),
        "total": pricing.total(lines),
        "currency": pricing.CURRENCY,
    }
