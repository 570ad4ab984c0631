"""What was asked of the payment provider for each order, and what became of it."""

import sqlalchemy as sa

from shop_rules.pricing import CURRENCY

from .. import db

payments = sa.Table(
    "payments",
    db.metadata,
    sa.Column("order_id", sa.ForeignKey("orders.id"), primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("provider_reference", sa.Text),
)


def begin(tx, order_id, amount):
    """Note that a charge is begun; True if it is the first time."""
    return db.insert_if_absent(tx, payments, order_id=order_id, status="pending", amount=amount)


def get(tx, order_id):
    """A row, or None while no charge was begun."""
    return tx.execute(sa.select(payments).where(payments.c.order_id == order_id)).one_or_none()


def set_reference(tx, order_id, reference):
    row = payments.c.order_id == order_id
    tx.execute(sa.update(payments).where(row).values(provider_reference=reference))


def record(tx, order_id, status):
    """status: captured, declined, cancelled or refunded."""
    tx.execute(sa.update(payments).where(payments.c.order_id == order_id).values(status=status))


def as_payment(row):
    return {
        "order_id": row.order_id,
        "status": row.status,
        "amount": row.amount,
        "refunded": row.amount if row.status == "refunded" else 0,
        "currency": CURRENCY,
        "provider_reference": row.provider_reference,
    }
