"""What was asked of the payment provider for each order, and what became of it. Key: order_id."""

from shop_rules.pricing import CURRENCY

from .. import db

TABLE = "payments"


def begin(tx, order_id, amount):
    """db.Lost if it was begun before."""
    item = {"order_id": order_id, "status": "pending", "amount": amount}
    tx.put(TABLE, item, "attribute_not_exists(#order_id)")


def get(order_id):
    """A row, or None while no charge was begun."""
    return db.get(TABLE, {"order_id": order_id})


def set_reference(tx, order_id, reference):
    tx.set(TABLE, {"order_id": order_id}, {"provider_reference": reference})


def record(tx, order_id, status):
    """status: captured, declined, cancelled or refunded."""
    tx.set(TABLE, {"order_id": order_id}, {"status": status})


def as_payment(row):
    return {
        "order_id": row["order_id"],
        "status": row["status"],
        "amount": row["amount"],
        "refunded": row["amount"] if row["status"] == "refunded" else 0,
        "currency": CURRENCY,
        "provider_reference": row.get("provider_reference"),
    }
