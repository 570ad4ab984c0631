"""The payment of each order: what the provider was asked to do, and the outcome."""

import sqlalchemy as sa

from shop_rules.pricing import CURRENCY
from shop_rules.shapes import Cents, OrderId, Payment, PaymentStatus, UserId

from chassis import db

payments = sa.Table(
    "payments",
    db.metadata,
    sa.Column("order_id", db.Key, primary_key=True),
    sa.Column("user_id", db.Key),  # the owner; NULL in a tombstone
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("provider_reference", sa.Text),
)


def begin(tx: db.Tx, order_id: OrderId, user_id: UserId, amount: Cents) -> bool:
    """Record that a charge has begun; True if it is the first one."""
    row = {"order_id": order_id, "user_id": user_id, "amount": amount}
    return db.insert_if_absent(tx, payments, **row, status="pending")


def forbid(tx: db.Tx, order_id: OrderId) -> None:
    """Insert a tombstone if no charge has begun: a late request finds it and charges nothing."""
    row = {"order_id": order_id, "user_id": None, "amount": 0}
    db.insert_if_absent(tx, payments, **row, status="cancelled")


def get(tx: db.Tx, order_id: OrderId) -> db.Row | None:
    """The payment, or None if no charge has begun."""
    return tx.execute(sa.select(payments).where(payments.c.order_id == order_id)).one_or_none()


def set_reference(tx: db.Tx, order_id: OrderId, reference: str) -> None:
    row = payments.c.order_id == order_id
    tx.execute(sa.update(payments).where(row).values(provider_reference=reference))


def record(tx: db.Tx, order_id: OrderId, was: PaymentStatus, becomes: PaymentStatus) -> None:
    """Compare and set: pending to captured, declined or cancelled; captured to refunded."""
    row = (payments.c.order_id == order_id) & (payments.c.status == was)
    tx.execute(sa.update(payments).where(row).values(status=becomes))


def as_payment(row: db.Row) -> Payment:
    return {
        "order_id": row.order_id,
        "status": row.status,
        "amount": row.amount,
        "refunded": row.amount if row.status == "refunded" else Cents(0),
        "currency": CURRENCY,
        "provider_reference": row.provider_reference,
    }
