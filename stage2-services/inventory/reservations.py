"""The reservation of each order: the record that makes each step of its saga idempotent.

(nothing) ──► reserved ──► sold ──► returned
    │            │
    ▼            ▼
 refused      released

A release that finds no record still writes "released", as a tombstone: a delayed `reserve` that
arrives after it holds nothing.
"""

from typing import Final, Literal

import sqlalchemy as sa

from shop_rules.shapes import OrderId

from chassis import db
from chassis.shapes import Quantity

State = Literal["reserved", "refused", "released", "sold", "returned"]

RESERVED: Final = "reserved"
REFUSED: Final = "refused"
RELEASED: Final = "released"
SOLD: Final = "sold"
RETURNED: Final = "returned"

reservations = sa.Table(
    "reservations",
    db.metadata,
    sa.Column("order_id", db.Key, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("lines", sa.JSON, nullable=False),
)


# --8<-- [start:claim]
def claim(tx: db.Tx, order_id: OrderId, lines: list[Quantity]) -> bool:
    """Insert the order's record, as reserved. False if it already has one."""
    row = {"order_id": order_id, "status": RESERVED, "lines": lines}
    return db.insert_if_absent(tx, reservations, **row)


def status(tx: db.Tx, order_id: OrderId) -> State | None:
    return tx.scalar(sa.select(reservations.c.status).where(reservations.c.order_id == order_id))


def move(tx: db.Tx, order_id: OrderId, was: State, becomes: State) -> list[Quantity] | None:
    """Compare and set: the lines, or None if the reservation is not in the state `was`."""
    row = (reservations.c.order_id == order_id) & (reservations.c.status == was)
    moved = sa.update(reservations).where(row).values(status=becomes)
    return tx.scalar(moved.returning(reservations.c.lines))


# --8<-- [end:claim]
