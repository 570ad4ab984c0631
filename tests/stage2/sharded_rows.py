"""Rows of orders in the shards that test_sharded_orders.py makes."""

import psycopg
import sqlalchemy as sa
from orders.tables import order_history, order_lines, orders

from shop_rules import ids

from chassis import db
from chassis.idempotency import idempotency_keys

SLOTS = [f"{number:02x}" for number in range(256)]
TABLES = [idempotency_keys, orders, order_lines, order_history]
OF_A_MOVE = ("state", "past", "changes", "copies")
SOME = {
    **{"cart_version": 3, "status": "confirmed", "total": 1250, "payment_method": "pm_card_visa"},
    **{"cancel_requested": False, "attempts": 1, "next_attempt_at": "2026"},
}
PRICED = {"unit_price": 1250, "quantity": 1}
KEY = {"operation": "place order", "key": "k", "fingerprint": "f", "expires_at": "9999"}


def make_tables(url):
    engine = engine_of(url)
    db.metadata.create_all(engine, TABLES)
    engine.dispose()


def empty(url):
    """Of all rows, also those that say who holds what."""
    kept = [*(table.name for table in TABLES), *(f"move_{name}" for name in OF_A_MOVE)]
    with psycopg.connect(url) as connection:
        for name in kept:
            if connection.execute("SELECT to_regclass(%s)", [name]).fetchone() != (None,):
                connection.execute(f"TRUNCATE {name} CASCADE")


def add(modules, url):
    """An order with all its parts, and its key, in each slot."""
    found = {table: [] for table in TABLES}
    for slot in SLOTS:
        buyer = ids.new_id()[:-2] + slot
        id_ = modules.shards.new_id(buyer)
        found[orders].append({"id": id_, "user_id": buyer, "cart_id": ids.new_id(), **SOME})
        part = {"order_id": id_, "position": 0}
        found[order_lines].append({**part, "product_id": "p", "name": "Cup", **PRICED})
        found[order_history].append({**part, "status": "pending", "at": "2026"})
        found[idempotency_keys].append({"user_id": buyer, "result_id": id_, **KEY})
    engine = engine_of(url)
    with engine.begin() as tx:
        for table, some in found.items():
            tx.execute(sa.insert(table), some)
    engine.dispose()


def rows(url):
    """{table: its rows}"""
    with psycopg.connect(url) as connection:
        found = {}
        for table in TABLES:
            query = f"SELECT * FROM {table.name} AS t ORDER BY t::text"  # the same in each database
            found[table.name] = connection.execute(query).fetchall()
        return found


def touched(url, leaves):
    """(orders of the set, other orders) that can be changed there"""
    change = "UPDATE orders SET attempts = attempts + 1 WHERE (right(id, 2) = ANY(%s)) = %s"
    with psycopg.connect(url) as connection:
        slots = sorted(leaves.slots)
        return tuple(connection.execute(change, [slots, own]).rowcount for own in (True, False))


def engine_of(url):
    return sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg"))
