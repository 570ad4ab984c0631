"""Carts: rows in stage 1, and a document for each person in Valkey in stage 2.

Valkey has no triggers, so carts are followed forward only. On the way back, all of them are read
while neither side holds (bring_back). Their follower takes its turns in the orders' database.
"""

import json
from collections.abc import Collection

from cart.store import StoredCart, StoredLine

from .. import carts
from ..config import OLD
from ..databases import Connection, Row, Rows
from . import plain
from .direction import Direction, Store

ITEM = ["user_id", "product_id", "quantity", "position"]


def _read(old: Connection, keys: Collection[str]) -> Rows:
    found = plain.rows(old, "carts", ["user_id", "id"], keys)
    documents = {key: _empty(str(row["id"])) for key, row in found.items()}
    query = "SELECT * FROM cart_items WHERE user_id = ANY(%s) ORDER BY user_id, position"
    for item in old.execute(query, [list(found)]):
        cart = documents[item["user_id"]]
        cart["version"] = version = item["position"]
        line = StoredLine(product_id=item["product_id"], quantity=item["quantity"], version=version)
        cart["lines"].append(line)
    return {key: {**_compared(cart), "document": cart} for key, cart in documents.items()}


def _empty(cart_id: str) -> StoredCart:
    return {"id": cart_id, "version": 0, "lines": []}


def _kept(_: Connection, keys: Collection[str]) -> Rows:
    return {key: _compared(cart) for key, cart in carts.read(keys).items()}


def _compared(cart: StoredCart) -> Row:
    """The compared part of a cart. Each side counts versions of its own, so they are left out."""
    lines = [(line["product_id"], line["quantity"]) for line in cart["lines"]]
    return {"id": cart["id"], "lines": lines}


def _write(turn: Connection, found: Rows, gone: Collection[str]) -> None:
    documents = {key: json.dumps(row["document"]) for key, row in found.items()}
    turn.execute("SELECT 1")  # fails if this process was stopped so long that its turn has ended
    carts.write(documents, gone)


def bring_back(old: Connection) -> None:
    """Replace all carts of the old side. Only while neither side holds."""
    known = {row["id"] for row in old.execute("SELECT id FROM users")}
    found = {key: cart for key, cart in carts.all_of_them() if key in known}
    rows: list[Row] = [{"user_id": key, "id": cart["id"]} for key, cart in found.items()]
    items: list[Row] = [
        {**line, "user_id": key, "position": position}
        for key, cart in found.items()
        for position, line in enumerate(cart["lines"], 1)
    ]
    old.execute("DELETE FROM cart_items")
    old.execute("DELETE FROM carts WHERE user_id <> ALL(%s)", [list(found)])
    plain.upsert(old, "carts", ["user_id", "id"], rows)
    plain.upsert(old, "cart_items", ITEM, items, key=2)


FORWARD = Direction(
    "carts",
    "checkout",
    "forward",
    OLD,
    "orders",
    "carts",
    "user_id",
    _read,
    _kept,
    _write,
    parts=("cart_items",),
    part_key="user_id",
    store=Store(carts.count, carts.empty),
)
