"""The payment of each order: what the provider was asked to do, and the outcome."""

import sqlalchemy as sa

from shop_rules.pricing import CURRENCY
from shop_rules.shapes import Cents, OrderId, Payment, PaymentStatus

from .. import db

payments = sa.Table(
    "payments",
    db.metadata,
    sa.Column("order_id", sa.ForeignKey("orders.id"), primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("provider_reference", sa.Text),
)


def begin(tx: db.Tx, order_id: OrderId, amount: Cents) -> None:
    """Record that this order is to be charged."""
    row = {"order_id": order_id, "status": "pending", "amount": amount}
    tx.execute(sa.insert(payments).values(row))


def get(tx: db.Tx, order_id: OrderId) -> db.Row | None:
    """The payment, or None if no charge has begun."""
    return tx.execute(sa.select(payments).where(payments.c.order_id == order_id)).one_or_none()


def set_reference(tx: db.Tx, order_id: OrderId, reference: str) -> None:
    row = payments.c.order_id == order_id
    tx.execute(sa.update(payments).where(row).values(provider_reference=reference))


def record(tx: db.Tx, order_id: OrderId, status: PaymentStatus) -> None:
    tx.execute(sa.update(payments).where(payments.c.order_id == order_id).values(status=status))


def as_payment(row: db.Row) -> Payment:
    return {
        "order_id": row.order_id,
        "status": row.status,
        "amount": row.amount,
        "refunded": row.amount if row.status == "refunded" else Cents(0),
        "currency": CURRENCY,
        "provider_reference": row.provider_reference,
    }
