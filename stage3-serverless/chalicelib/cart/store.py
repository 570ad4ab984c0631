"""The carts: one item per person, by user_id. Prices are not stored here.

{user_id, id, version, lines: [{product_id, quantity}]}: version counts the changes, and each write
is conditional on the version that was read. A new cart also requires that the person exists, or it
could outlive an account that is closed at the same moment.
"""

from collections.abc import Callable
from typing import TypedDict

from shop_rules import ids, pricing
from shop_rules.shapes import ProductId, UserId

from .. import db
from . import peers

TABLE = "cart"


class KeptLine(TypedDict):
    product_id: ProductId
    quantity: int


def find(user_id: UserId) -> db.Item:
    """The person's cart, created if there is none."""
    return db.get(TABLE, {"user_id": user_id}) or _change(user_id, lambda lines: lines)


def lines(cart: db.Item) -> list[tuple[ProductId, int]]:
    """(product, quantity) in the order first added."""
    return [(line["product_id"], line["quantity"]) for line in cart["lines"]]


def put(user_id: UserId, product_id: ProductId, quantity: int) -> db.Item:
    def edit(lines: list[KeptLine]) -> list[KeptLine]:
        line: KeptLine = {"product_id": product_id, "quantity": quantity}
        kept = {known["product_id"]: known for known in lines} | {product_id: line}
        pricing.check_cart(kept)
        return list(kept.values())

    return _change(user_id, edit)


def remove(user_id: UserId, product_id: ProductId) -> bool:
    """True if it was in the cart."""
    if not any(line["product_id"] == product_id for line in find(user_id)["lines"]):
        return False
    _change(user_id, lambda lines: [line for line in lines if line["product_id"] != product_id])
    return True


def clear(user_id: UserId) -> None:
    _change(user_id, lambda lines: [])


def renew(tx: db.Tx, cart: db.Item) -> None:
    """Empty it and give it a new id, so that the same cart can't be bought twice."""
    _replace(tx, cart, {"id": ids.new_id(), "lines": []})


def forget(user_id: UserId) -> None:
    with db.transaction("forget_cart") as tx:
        tx.delete(TABLE, {"user_id": user_id})


def _change(user_id: UserId, edit: Callable[[list[KeptLine]], list[KeptLine]]) -> db.Item:
    """Replace the lines by edit(lines) and return the cart; edit may be called again."""
    before = db.get(TABLE, {"user_id": user_id})
    cart = before or {"user_id": user_id, "id": ids.new_id(), "version": 0, "lines": []}
    try:
        with db.transaction("change_cart") as tx:
            if before is None:
                peers.check_is_there(tx, user_id)
            return _replace(tx, cart, {"lines": edit(cart["lines"])})
    except db.Lost:
        return _change(user_id, edit)


def _replace(tx: db.Tx, cart: db.Item, news: db.Item) -> db.Item:
    after = {**cart, **news, "version": cart["version"] + 1}
    if cart["version"]:
        tx.put(TABLE, after, "#version = :was", was=cart["version"])
    else:
        tx.put(TABLE, after, "attribute_not_exists(#user_id)")
    return after
