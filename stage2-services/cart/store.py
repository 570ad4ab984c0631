"""The carts: one JSON document per person, in Valkey. Prices are not stored here.

A write is conditional: it fails if the cart has changed since it was read (WATCH, MULTI, EXEC).
https://redis.io/docs/latest/develop/using-commands/transactions/
"""

import json
from collections.abc import Callable
from typing import TypedDict, TypeVar

from shop_rules import ids, pricing
from shop_rules.shapes import ProductId, UserId

from chassis import connections, faults
from chassis.valkey import Pipe


class StoredLine(TypedDict):
    product_id: ProductId
    quantity: int
    version: int  # of the cart when it was put in


class StoredCart(TypedDict):
    id: str
    version: int  # counts the additions
    lines: list[StoredLine]


Changed = TypeVar("Changed", bound=StoredCart | None)


def find(user_id: UserId) -> StoredCart:
    """The person's cart, created if there is none."""
    return _change(user_id, lambda cart: cart)


def lines(cart: StoredCart) -> list[tuple[ProductId, int]]:
    """(product id, quantity) in the order first added."""
    return [(line["product_id"], line["quantity"]) for line in cart["lines"]]


def put(user_id: UserId, product_id: ProductId, quantity: int) -> StoredCart:
    def edit(cart: StoredCart) -> StoredCart:
        version = cart["version"] + 1
        line: StoredLine = {"product_id": product_id, "quantity": quantity, "version": version}
        lines = {known["product_id"]: known for known in cart["lines"]} | {product_id: line}
        pricing.check_cart(lines)
        return {**cart, "version": version, "lines": list(lines.values())}

    return _change(user_id, edit)


def remove(user_id: UserId, product_id: ProductId) -> bool:
    """True if it was in the cart."""
    was_there: list[StoredLine] = []

    def edit(cart: StoredCart) -> StoredCart:
        was_there[:] = [line for line in cart["lines"] if line["product_id"] == product_id]
        return {**cart, "lines": [line for line in cart["lines"] if line not in was_there]}

    _change(user_id, edit)
    return bool(was_there)


def clear(user_id: UserId) -> None:
    def edit(cart: StoredCart) -> StoredCart:
        return {**cart, "lines": []}

    _change(user_id, edit)


def renew(user_id: UserId, cart_id: str, version: int) -> None:
    """Remove what was bought and give the cart a new id, so that it can't be bought twice.

    What was added after that version stays: no order has it yet. Idempotent, and a no-op if the
    cart no longer exists.
    """

    def edit(cart: StoredCart) -> StoredCart | None:
        if cart["id"] != cart_id:
            return None
        left = [line for line in cart["lines"] if line["version"] > version]
        return {**cart, "id": ids.new_id(), "lines": left}

    _change(user_id, edit)


def forget(user_id: UserId) -> None:
    connections.durable().delete(_key(user_id))


def _change(user_id: UserId, edit: Callable[[StoredCart], Changed]) -> Changed:
    """The cart after edit(cart), which returns a new one and may be called again.

    If edit returns None, nothing is changed or created.
    """
    key = _key(user_id)

    def attempt(pipe: Pipe) -> Changed:
        text = pipe.get(key)
        before: StoredCart | None = json.loads(text) if text else None
        after = edit(before or {"id": ids.new_id(), "version": 0, "lines": []})
        pipe.multi()
        if after not in (None, before):
            pipe.set(key, json.dumps(after))
        return after

    changed = connections.durable().transaction(attempt, key, value_from_callable=True)
    faults.reach("cart:after-change")
    return changed


def _key(user_id: UserId) -> str:
    return f"cart:{user_id}"
