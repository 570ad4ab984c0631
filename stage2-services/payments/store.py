"""What was asked of the payment provider for each order, and what became of it."""

import sqlalchemy as sa

from shop_rules.pricing import CURRENCY

from chassis import db

payments = sa.Table(
    "payments",
    db.metadata,
    sa.Column("order_id", db.Key, primary_key=True),
    sa.Column("user_id", db.Key),  # whose it is; unknown of a tombstone
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("provider_reference", sa.Text),
)


def begin(tx, order_id, user_id, amount):
    """Note that a charge is begun; True if it is the first time."""
    row = {"order_id": order_id, "user_id": user_id, "amount": amount}
    return db.insert_if_absent(tx, payments, **row, status="pending")


def forbid(tx, order_id):
    """A tombstone where no charge was begun: one that comes late finds it and charges nothing."""
    row = {"order_id": order_id, "user_id": None, "amount": 0}
    db.insert_if_absent(tx, payments, **row, status="cancelled")


def get(tx, order_id):
    """A row, or None while no charge was begun."""
    return tx.execute(sa.select(payments).where(payments.c.order_id == order_id)).one_or_none()


def set_reference(tx, order_id, reference):
    row = payments.c.order_id == order_id
    tx.execute(sa.update(payments).where(row).values(provider_reference=reference))


def record(tx, order_id, was, becomes):
    """Compare and set: pending to captured, declined or cancelled; captured to refunded."""
    row = (payments.c.order_id == order_id) & (payments.c.status == was)
    tx.execute(sa.update(payments).where(row).values(status=becomes))


def as_payment(row):
    return {
        "order_id": row.order_id,
        "status": row.status,
        "amount": row.amount,
        "refunded": row.amount if row.status == "refunded" else 0,
        "currency": CURRENCY,
        "provider_reference": row.provider_reference,
    }
