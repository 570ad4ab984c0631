"""The payment of each order: what the provider was asked to do, and the outcome. Key: order_id."""

from shop_rules.pricing import CURRENCY
from shop_rules.shapes import Cents, OrderId, Payment, PaymentStatus

from .. import db

TABLE = "payments"


def begin(tx: db.Tx, order_id: OrderId, amount: Cents) -> None:
    """Record that a charge has begun. db.Lost if one had before."""
    item: db.Item = {"order_id": order_id, "status": "pending", "amount": amount}
    tx.put(TABLE, item, "attribute_not_exists(#order_id)")


def get(order_id: OrderId) -> db.Item | None:
    """The payment, or None if no charge has begun."""
    return db.get(TABLE, {"order_id": order_id})


def set_reference(tx: db.Tx, order_id: OrderId, reference: str) -> None:
    tx.set(TABLE, {"order_id": order_id}, {"provider_reference": reference})


def record(tx: db.Tx, order_id: OrderId, status: PaymentStatus) -> None:
    tx.set(TABLE, {"order_id": order_id}, {"status": status})


def as_payment(row: db.Item) -> Payment:
    return {
        "order_id": row["order_id"],
        "status": row["status"],
        "amount": row["amount"],
        "refunded": row["amount"] if row["status"] == "refunded" else Cents(0),
        "currency": CURRENCY,
        "provider_reference": row.get("provider_reference"),
    }
