"""The stock of each product: units available, reserved for open orders, and sold.

Each change is one conditional update, so that two buyers can't both get the last unit.

| what          | product_id | sk             | asked for                                  |
| ------------- | ---------- | -------------- | ------------------------------------------ |
| the stock     | id         | stock          | by product; of many products in one read   |
| an adjustment | id         | adjustment, id | those of a product, newest first           |
"""

from collections.abc import Collection, Iterable

from shop_rules import ids
from shop_rules.cursors import SortKey
from shop_rules.errors import Conflict, NotFound
from shop_rules.pricing import OrderLine
from shop_rules.shapes import Adjustment, ProductId, Stock

from .. import db

TABLE = "inventory"
_STOCK, _ADJUSTMENT = "stock", "adjustment "
_AFTER_ALL = _ADJUSTMENT + "~"


class VersionedStock(Stock):
    version: int


class OutOfStock(Exception):
    """The stock is smaller than an order's quantity."""


def as_adjustment(row: db.Item) -> Adjustment:
    return {
        "id": row["id"],
        "product_id": row["product_id"],
        "delta": row["delta"],
        "reason": row["reason"],
        "created_at": ids.created_at(row["id"]),
    }


def open_stock(tx: db.Tx, product_id: ProductId) -> None:
    tx.put(TABLE, {**_key(product_id), "available": 0, "reserved": 0, "sold": 0, "version": 0})


def is_stock(item_key: db.Item) -> bool:
    """item_key: {product_id, sk} of any item in this table."""
    return item_key["sk"] == _STOCK


def get(product_id: ProductId) -> VersionedStock:
    row = db.get(TABLE, _key(product_id))
    if row is None:
        raise NotFound("No such product.")
    return {
        "available": row["available"],
        "reserved": row["reserved"],
        "sold": row["sold"],
        "version": row["version"],
    }


def available(product_ids: Collection[ProductId]) -> dict[ProductId, int]:
    """How many units of each can be ordered."""
    rows = db.get_many(TABLE, [_key(product_id) for product_id in product_ids])
    return {row["product_id"]: row["available"] for row in rows}


def adjust(tx: db.Tx, adjustment_id: str, product_id: ProductId, delta: int, reason: str) -> None:
    _move(tx, product_id, abs(delta), _too_few, available=1 if delta > 0 else -1)
    key = {"product_id": product_id, "sk": f"{_ADJUSTMENT}{adjustment_id}"}
    tx.put(TABLE, {**key, "id": adjustment_id, "delta": delta, "reason": reason})


def adjustment(product_id: ProductId, adjustment_id: str) -> db.Item:
    row = db.get(TABLE, {"product_id": product_id, "sk": f"{_ADJUSTMENT}{adjustment_id}"})
    if row is None:
        raise NotFound("No such adjustment.")
    return row


def newest_adjustments(product_id: ProductId, limit: int, before: SortKey | None) -> list[db.Item]:
    where = "#product_id = :product AND #sk BETWEEN :first AND :last"
    bounds: db.Item = {"first": _ADJUSTMENT, "last": _AFTER_ALL}
    start = {"product_id": product_id, "sk": f"{_ADJUSTMENT}{before[0]}"} if before else None
    return db.query(TABLE, where, limit, backwards=True, after=start, product=product_id, **bounds)


def reserve(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    """Reserve all of the lines; OutOfStock is raised when the transaction is sent."""
    _move_all(tx, lines, OutOfStock, available=-1, reserved=1)


def sell(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    _move_all(tx, lines, _books_are_wrong, reserved=-1, sold=1)


def release(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    _move_all(tx, lines, _books_are_wrong, reserved=-1, available=1)


def take_back(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    _move_all(tx, lines, _books_are_wrong, sold=-1, available=1)


def _move_all(tx: db.Tx, lines: Iterable[OrderLine], lost: db.Loss, **signs: int) -> None:
    for line in lines:
        _move(tx, line["product_id"], line["quantity"], lost, **signs)


# --8<-- [start:move]
def _move(tx: db.Tx, product_id: ProductId, quantity: int, lost: db.Loss, **signs: int) -> None:
    """Add quantity times sign to each count named, unless one would go below zero."""
    counts = {name: sign * quantity for name, sign in signs.items()}
    sums = [f"#{name} = #{name} + :{name}" for name in counts]
    enough = [f"#{name} >= :quantity" for name, count in counts.items() if count < 0]
    values = {**counts, "one": 1} | ({"quantity": quantity} if enough else {})
    expression = f"SET {', '.join(sums)}, #version = #version + :one"
    tx.update(TABLE, _key(product_id), expression, " AND ".join(enough), lost, **values)


# --8<-- [end:move]


def _key(product_id: ProductId) -> db.Item:
    return {"product_id": product_id, "sk": _STOCK}


def _too_few() -> Conflict:
    return Conflict("There are not that many to remove.")


def _books_are_wrong() -> RuntimeError:
    return RuntimeError("the books are wrong: an order's goods are not where they were put")
