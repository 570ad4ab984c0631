"""Orders with their lines and their history, and the reservations that stage 2 keeps for them.

Stage 1 changes an order and its stock in one transaction, so the order's status says what is held
for it. Stage 2 does so in steps and keeps a reservation. Forward, it is derived from the status.
Back, none is needed: first each order is brought to a state of stage 1's (quiescing.py).
"""

from collections.abc import Collection

from inventory.reservations import REFUSED, RELEASED, RESERVED, RETURNED, SOLD, State
from psycopg import sql

from shop_rules.orders import OUT_OF_STOCK
from shop_rules.shapes import Status

from chassis.shapes import Quantity

from ..config import OLD
from ..databases import Connection, Row, Rows, names
from . import plain
from .direction import Direction

SHARED = (
    "id user_id cart_id status reason total payment_method shipping_address shipment "
    "cancel_requested attempts next_attempt_at"
).split()
LINE = "order_id position product_id name unit_price quantity".split()
ENTRY = "order_id position status at".split()
RESERVATION = ["order_id", "status", "lines"]
PARTS = {"order_lines": LINE, "order_history": ENTRY}
_PARTS = sql.SQL("SELECT {} FROM {} WHERE order_id = ANY(%s) ORDER BY order_id, position")
KEY = 2  # the number of key columns of each part
NO_CART = 0  # the version of a cart that was emptied with the order: nothing is left to remove

# The reservation of an order of stage 1 in this status.
HELD: dict[Status, State] = {
    "pending": RESERVED,
    "confirmed": SOLD,
    "shipped": SOLD,
    "delivered": SOLD,
    "cancelling": SOLD,
    "cancelled": RETURNED,
    "rejected": RELEASED,
}


def held(status: Status, reason: str | None) -> State:
    return REFUSED if reason == OUT_OF_STOCK else HELD[status]


def _read(database: Connection, keys: Collection[str]) -> Rows:
    found = plain.rows(database, "orders", SHARED, keys)
    for table, columns in PARTS.items():
        parts: dict[str, list[object]] = {key: [] for key in found}
        asked = _PARTS.format(names(columns), sql.Identifier(table))
        for part in database.execute(asked, [list(found)]):
            parts[part["order_id"]].append(part)
        for key, row in found.items():
            row[table] = parts[key]
    return found


def _write(database: Connection, found: Rows, gone: Collection[str]) -> None:
    plain.upsert(database, "orders", SHARED, found.values())
    _write_parts(database, found, gone)


def _write_forward(new: Connection, found: Rows, gone: Collection[str]) -> None:
    rows = [{**row, "cart_version": NO_CART} for row in found.values()]
    plain.upsert(new, "orders", [*SHARED, "cart_version"], rows, kept=["cart_version"])
    _write_parts(new, found, gone)


def _write_parts(database: Connection, found: Rows, gone: Collection[str]) -> None:
    for table, columns in PARTS.items():
        parts = [part for row in found.values() for part in _parts(row, table)]
        plain.upsert(database, table, columns, parts, key=KEY)
        plain.delete(database, table, "order_id", gone)
    plain.delete(database, "orders", "id", gone)


def _parts(row: Row, table: str) -> list[Row]:
    found = row[table]
    assert isinstance(found, list)
    return found


def _read_reservations(old: Connection, keys: Collection[str]) -> Rows:
    found: Rows = {}
    for row in old.execute("SELECT * FROM orders WHERE id = ANY(%s)", [list(keys)]):
        found[row["id"]] = {"order_id": row["id"], "status": held(row["status"], row["reason"])}
    lines: dict[str, list[Quantity]] = {key: [] for key in found}
    asked = _PARTS.format(sql.SQL("*"), sql.Identifier("order_lines"))
    for line in old.execute(asked, [list(found)]):
        quantity = Quantity(product_id=line["product_id"], quantity=line["quantity"])
        lines[line["order_id"]].append(quantity)
    return {key: {**row, "lines": lines[key]} for key, row in found.items()}


def _kept_reservations(new: Connection, keys: Collection[str]) -> Rows:
    return plain.rows(new, "reservations", RESERVATION, keys)


def _write_reservations(new: Connection, found: Rows, gone: Collection[str]) -> None:
    plain.upsert(new, "reservations", RESERVATION, found.values())
    plain.delete(new, "reservations", "order_id", gone)


FORWARD = Direction(
    "orders",
    "checkout",
    "forward",
    OLD,
    "orders",
    "orders",
    "id",
    _read,
    _read,
    _write_forward,
    parts=tuple(PARTS),
    part_key="order_id",
)
BACK = Direction(
    "orders_back",
    "checkout",
    "back",
    "orders",
    OLD,
    "orders",
    "id",
    _read,
    _read,
    _write,
    parts=tuple(PARTS),
    part_key="order_id",
)
RESERVATIONS = Direction(
    "reservations",
    "checkout",
    "forward",
    OLD,
    "inventory",
    "orders",
    "id",
    _read_reservations,
    _kept_reservations,
    _write_reservations,
    of_table="reservations",
    key_there="order_id",
)
