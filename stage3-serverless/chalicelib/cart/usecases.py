"""Filling a cart. Its quantities may exceed the stock, which is checked only at checkout."""

from shop_rules import pricing
from shop_rules.errors import NotFound
from shop_rules.pricing import CartLine
from shop_rules.shapes import Cart, ProductId, UserId

from .. import db
from . import peers, store


def show(user_id: UserId) -> Cart:
    return _cart(store.find(user_id))


def put(user_id: UserId, product_id: ProductId, quantity: int) -> Cart:
    """The cart. 422 if it would hold too many products."""
    return _cart(store.put(user_id, product_id, quantity))


def check_on_sale(product_id: ProductId) -> None:
    peers.check_on_sale(product_id)


def remove(user_id: UserId, product_id: ProductId) -> None:
    if not store.remove(user_id, product_id):
        raise NotFound("That is not in the cart.")


def clear(user_id: UserId) -> None:
    store.clear(user_id)


def to_buy(user_id: UserId) -> tuple[db.Item, list[CartLine]]:
    """The current (cart, priced lines), for an order."""
    cart = store.find(user_id)
    return cart, priced_lines(cart)


def priced_lines(cart: db.Item) -> list[CartLine]:
    """The lines of a cart at current prices."""
    quantities = store.lines(cart)
    products = peers.products([product_id for product_id, _ in quantities])
    return [_line(products[product_id], quantity) for product_id, quantity in quantities]


def _line(product: db.Item, quantity: int) -> CartLine:
    return {
        "product_id": product["id"],
        "name": product["name"],
        "unit_price": product["price"],
        "quantity": quantity,
        "archived": product["archived"],
    }


def _cart(cart: db.Item) -> Cart:
    lines = priced_lines(cart)
    return {
        "id": cart["id"],
        "user_id": cart["user_id"],
        "lines": pricing.shown(lines),
        "total": pricing.total(lines),
        "currency": pricing.CURRENCY,
    }
