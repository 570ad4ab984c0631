"""Makes rows of stage 1, in every state in which a move can find them."""

from psycopg.types.json import Json

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


def session(database, user_id, key="s"):
    """A session with two refresh tokens, the first one used, and failed attempts of the person."""
    insert(database, "sessions", {"id": key, "user_id": user_id, "expires_at": "2030"})
    for number, used in enumerate((True, False)):
        token = {"fingerprint": f"{key} {number}", "session_id": key, "used": used}
        insert(database, "refresh_tokens", token)
    attempt = {"counter": user_id, "failures": 4, "codes": 1, "first_at": "2026"}
    insert(database, "failed_attempts", attempt)


def order(database, user_id, **more):
    """Make an order and return its id. In stage 2 it needs a cart_version as well."""
    made = {"id": ids.new_id(), "user_id": user_id, "cart_id": ids.new_id(), "status": "confirmed"}
    made |= {"total": 100, "payment_method": "card", "cancel_requested": False, "attempts": 0}
    made |= {"next_attempt_at": "2026", **more}
    insert(database, "orders", made)
    return made["id"]


def lines(database, order_id, *products):
    """A line for each product, and a history of two entries."""
    for position, product_id in enumerate(products):
        line = {"order_id": order_id, "position": position, "product_id": product_id}
        line |= {"name": "Cup – 中文", "unit_price": 50, "quantity": position + 1}
        insert(database, "order_lines", line)
    for position, status in enumerate(("pending", "confirmed")):
        entry = {"order_id": order_id, "position": position, "status": status, "at": "2026"}
        insert(database, "order_history", entry)


def payment(database, order_id, **more):
    row = {"order_id": order_id, "status": "captured", "amount": 100, "provider_reference": "pi_1"}
    insert(database, "payments", {**row, **more})


def cart(old, user_id, *products):
    """Make a cart and return its id. Its positions have gaps, as after a line was removed."""
    cart_id = ids.new_id()
    insert(old, "carts", {"user_id": user_id, "id": cart_id})
    for number, product_id in enumerate(products, 1):
        item = {"user_id": user_id, "product_id": product_id, "quantity": number}
        insert(old, "cart_items", {**item, "position": 3 * number})
    return cart_id


def notification(old, user_id, order_id, kind="order_confirmed"):
    row = {"id": ids.new_id(), "user_id": user_id, "order_id": order_id, "kind": kind}
    insert(old, "notifications", {**row, "text": "Your order is paid – ✓"})
    return row["id"]


def insert(database, table, row):
    marks = ", ".join(["%s"] * len(row))
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
    database.execute(statement, [Json(v) if isinstance(v, dict) else v for v in row.values()])


def rows(database, table, *but):
    """The table's rows, sorted, without the columns named."""
    found = database.execute(f"SELECT * FROM {table}").fetchall()
    kept = [{name: value for name, value in row.items() if name not in but} for row in found]
    return sorted(kept, key=lambda row: str(row))
