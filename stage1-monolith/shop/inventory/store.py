"""The stock of each product: units available, reserved for open orders, and sold.

Each change is one conditional UPDATE, so that two buyers can't both get the last unit. The
CHECKs are the safety net.
"""

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from shop_rules import ids
from shop_rules.cursors import SortKey
from shop_rules.errors import Conflict, NotFound
from shop_rules.pricing import OrderLine
from shop_rules.shapes import Adjustment, ProductId, Stock

from .. import db

stock = sa.Table(
    "stock",
    db.metadata,
    sa.Column("product_id", db.Key, primary_key=True),
    sa.Column("available", sa.BigInteger, nullable=False),
    sa.Column("reserved", sa.BigInteger, nullable=False),
    sa.Column("sold", sa.BigInteger, nullable=False, index=True),
    sa.CheckConstraint("available >= 0", name="stock_available"),
    sa.CheckConstraint("reserved >= 0", name="stock_reserved"),
    sa.CheckConstraint("sold >= 0", name="stock_sold"),
)

adjustments = sa.Table(
    "stock_adjustments",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("product_id", sa.ForeignKey("stock.product_id"), nullable=False),
    sa.Column("delta", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Index("stock_adjustments_newest", "product_id", "id"),
)


def as_adjustment(row: db.Row) -> Adjustment:
    return {
        "id": row.id,
        "product_id": row.product_id,
        "delta": row.delta,
        "reason": row.reason,
        "created_at": ids.created_at(row.id),
    }


def open_stock(tx: db.Tx, product_id: ProductId) -> None:
    tx.execute(sa.insert(stock).values(product_id=product_id, available=0, reserved=0, sold=0))


def get(tx: db.Tx, product_id: ProductId) -> Stock:
    query = sa.select(stock.c.available, stock.c.reserved, stock.c.sold)
    row = tx.execute(query.where(stock.c.product_id == product_id)).one_or_none()
    if row is None:
        raise NotFound("No such product.")
    return {"available": row.available, "reserved": row.reserved, "sold": row.sold}


def available(tx: db.Tx, product_ids: Collection[ProductId]) -> dict[ProductId, int]:
    """How many units of each can be ordered."""
    query = sa.select(stock.c.product_id, stock.c.available)
    rows = tx.execute(query.where(stock.c.product_id.in_(product_ids)))
    return {row.product_id: row.available for row in rows}


def units_sold() -> db.Subquery:
    return sa.select(stock.c.product_id, stock.c.sold).subquery()


def adjust(tx: db.Tx, adjustment_id: str, product_id: ProductId, delta: int, reason: str) -> None:
    if not _move(tx, product_id, delta, available=1):
        raise Conflict("There are not that many to remove.")
    row = {"id": adjustment_id, "product_id": product_id, "delta": delta, "reason": reason}
    tx.execute(sa.insert(adjustments).values(row))


def adjustment(tx: db.Tx, adjustment_id: str) -> db.Row:
    return tx.execute(sa.select(adjustments).where(adjustments.c.id == adjustment_id)).one()


def newest_adjustments(
    tx: db.Tx, product_id: ProductId, limit: int, before: SortKey | None
) -> db.Rows:
    query = sa.select(adjustments).where(adjustments.c.product_id == product_id)
    query = query.order_by(adjustments.c.id.desc()).limit(limit)
    return tx.execute(query.where(adjustments.c.id < before[0]) if before else query).all()


def reserve(tx: db.Tx, lines: Iterable[OrderLine]) -> bool:
    """Reserve all of the lines, or none and return False."""
    with tx.begin_nested() as attempt:
        for line in _sorted(lines):
            if not _move(tx, line["product_id"], line["quantity"], available=-1, reserved=1):
                attempt.rollback()
                return False
    return True


def sell(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    _move_all(tx, lines, reserved=-1, sold=1)


def release(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    _move_all(tx, lines, reserved=-1, available=1)


def take_back(tx: db.Tx, lines: Iterable[OrderLine]) -> None:
    _move_all(tx, lines, sold=-1, available=1)


def _move_all(tx: db.Tx, lines: Iterable[OrderLine], **signs: int) -> None:
    for line in _sorted(lines):
        if not _move(tx, line["product_id"], line["quantity"], **signs):
            raise RuntimeError(f"the books are wrong: {signs} of {line}")


def _sorted(lines: Iterable[OrderLine]) -> list[OrderLine]:
    """The lines in a fixed lock order, so that two orders of the same goods can't deadlock."""
    return sorted(lines, key=lambda line: line["product_id"])


# --8<-- [start:move]
def _move(tx: db.Tx, product_id: ProductId, quantity: int, **signs: int) -> bool:
    """Add quantity times sign to each column named; False if one would go below zero."""
    changes = {name: stock.c[name] + sign * quantity for name, sign in signs.items()}
    enough = [change >= 0 for change in changes.values()]
    row = sa.update(stock).where(stock.c.product_id == product_id, *enough)
    return tx.execute(row.values(changes)).rowcount == 1


# --8<-- [end:move]
