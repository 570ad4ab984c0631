"""Filling a cart. Its quantities may exceed the stock, which is checked only at checkout."""

from shop_rules import pricing
from shop_rules.errors import NotFound
from shop_rules.pricing import CartLine
from shop_rules.shapes import Cart, ProductId, UserId

from .. import db
from . import peers, store


def show(user_id: UserId) -> Cart:
    with db.reading() as tx:
        cart_id = store.find(tx, user_id)
        if cart_id:
            return _cart(tx, user_id, cart_id)
    with db.transaction("open_cart") as tx:
        return _cart(tx, user_id, store.lock(tx, user_id))


def put(user_id: UserId, product_id: ProductId, quantity: int) -> Cart:
    """The cart. 422 if it would hold too many products."""
    with db.transaction("put_in_cart") as tx:
        cart_id = store.lock(tx, user_id)
        store.put(tx, user_id, product_id, quantity)
        cart = _cart(tx, user_id, cart_id)
        pricing.check_cart(cart["lines"])
        return cart


def check_on_sale(product_id: ProductId) -> None:
    with db.reading() as tx:
        peers.check_on_sale(tx, product_id)


def remove(user_id: UserId, product_id: ProductId) -> None:
    with db.transaction("remove_from_cart") as tx:
        store.lock(tx, user_id)
        if not store.remove(tx, user_id, product_id):
            raise NotFound("That is not in the cart.")


def clear(user_id: UserId) -> None:
    with db.transaction("clear_cart") as tx:
        store.lock(tx, user_id)
        store.clear(tx, user_id)


def priced_lines(tx: db.Tx, user_id: UserId) -> list[CartLine]:
    """The lines of a cart at current prices."""
    quantities = store.lines(tx, user_id)
    products = peers.products(tx, [product_id for product_id, _ in quantities])
    return [_line(products[product_id], quantity) for product_id, quantity in quantities]


def _line(product: db.Row, quantity: int) -> CartLine:
    return {
        "product_id": product.id,
        "name": product.name,
        "unit_price": product.price,
        "quantity": quantity,
        "archived": product.archived,
    }


def _cart(tx: db.Tx, user_id: UserId, cart_id: str) -> Cart:
    lines = priced_lines(tx, user_id)
    return {
        "id": cart_id,
        "user_id": user_id,
        "lines": pricing.shown(lines),
        "total": pricing.total(lines),
        "currency": pricing.CURRENCY,
    }
