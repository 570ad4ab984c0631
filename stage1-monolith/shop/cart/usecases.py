"""Filling a cart. More of a thing than there is in stock is allowed: stock counts when ordering."""

from shop_rules import pricing
from shop_rules.errors import NotFound

from .. import db
from . import peers, store


def show(user_id):
    with db.reading() as tx:
        if store.find(tx, user_id):
            return _cart(tx, user_id)
    with db.transaction("open_cart") as tx:
        store.lock(tx, user_id)
        return _cart(tx, user_id)


def put(user_id, product_id, quantity):
    """The cart. 422 for one product too many."""
    with db.transaction("put_in_cart") as tx:
        store.lock(tx, user_id)
        store.put(tx, user_id, product_id, quantity)
        pricing.check_cart(store.lines(tx, user_id))
        return _cart(tx, user_id)


def check_on_sale(product_id):
    with db.reading() as tx:
        peers.check_on_sale(tx, product_id)


def remove(user_id, product_id):
    with db.transaction("remove_from_cart") as tx:
        store.lock(tx, user_id)
        if not store.remove(tx, user_id, product_id):
            raise NotFound("That is not in the cart.")


def clear(user_id):
    with db.transaction("clear_cart") as tx:
        store.lock(tx, user_id)
        store.clear(tx, user_id)


def priced_lines(tx, user_id):
    """[{product_id, name, unit_price, quantity, archived}] at today's prices, in cents."""
    quantities = store.lines(tx, user_id)
    products = peers.products(tx, [product_id for product_id, _ in quantities])
    return [_line(products[product_id], quantity) for product_id, quantity in quantities]


def _line(product, quantity):
    return {
        "product_id": product.id,
        "name": product.name,
        "unit_price": product.price,
        "quantity": quantity,
        "archived": product.archived,
    }


def _cart(tx, user_id):
    lines = priced_lines(tx, user_id)
    return {
        "id": store.find(tx, user_id),
        "user_id": user_id,
        "lines": pricing.shown(lines),
        "total": pricing.total(lines),
        "currency": pricing.CURRENCY,
    }
