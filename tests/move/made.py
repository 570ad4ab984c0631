"""Rows of stage 1 in every state that a move can meet them in."""

from shop_rules import ids

PRODUCT = {
    "name": "Cup",
    "name_key": "cup",
    "description": "for coffee – or “tea”",
    "category": "Kitchen",
    "price": 1200,
    "version": 1,
    "archived": False,
    "updated_at": "2026-01-31T12:00:00.000Z",
    "picture": None,
    "picture_type": None,
    "thumbnail_tried": None,
}


def product(old, stock=(0, 0, 0), **more):
    """Its id. stock: available, reserved, sold; None for none."""
    row = {"id": ids.new_id(), **PRODUCT, **more}
    insert(old, "products", row)
    if stock:
        named = dict(zip(("available", "reserved", "sold"), stock, strict=True))
        insert(old, "stock", {"product_id": row["id"], **named})
    return row["id"]


def person(old):
    user = {"id": ids.new_id(), "email": "a", "name": "Ada", "role": "customer"}
    user |= {"password_hash": "x", "mfa_enabled": False, "mfa_last_step": 0}
    insert(old, "users", {**user, "email_key": user["id"]})
    return user["id"]


def order(old, user_id):
    made = {"id": ids.new_id(), "user_id": user_id, "cart_id": ids.new_id(), "status": "confirmed"}
    made |= {"total": 100, "payment_method": "card", "cancel_requested": False, "attempts": 0}
    insert(old, "orders", {**made, "next_attempt_at": "2026"})
    return made["id"]


def notification(old, user_id, order_id, kind="order_confirmed"):
    row = {"id": ids.new_id(), "user_id": user_id, "order_id": order_id, "kind": kind}
    insert(old, "notifications", {**row, "text": "Your order is paid – ✓"})
    return row["id"]


def insert(database, table, row):
    marks = ", ".join(["%s"] * len(row))
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
    database.execute(statement, list(row.values()))


def rows(database, table, *but):
    """Sorted, without the columns named."""
    found = database.execute(f"SELECT * FROM {table}").fetchall()
    kept = [{name: value for name, value in row.items() if name not in but} for row in found]
    return sorted(kept, key=lambda row: row["id"])
