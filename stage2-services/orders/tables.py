"""The tables of the orders: lines, status, and each status an order has had."""

import sqlalchemy as sa

from shop_rules.orders import STATUSES

from chassis import db

orders = sa.Table(
    "orders",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("user_id", db.Key, nullable=False),  # no foreign key: orders outlive people
    sa.Column("cart_id", db.Key, nullable=False, unique=True),  # a cart is bought once
    sa.Column("cart_version", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("total", sa.BigInteger, nullable=False),
    sa.Column("payment_method", sa.Text, nullable=False),
    sa.Column("shipping_address", sa.JSON(none_as_null=True)),
    sa.Column("shipment", sa.JSON(none_as_null=True)),
    sa.Column("cancel_requested", sa.Boolean, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_attempt_at", sa.Text, nullable=False),
    sa.CheckConstraint(f"status IN {STATUSES}", name="orders_status"),
    sa.Index("orders_of_user", "user_id", "id"),
    sa.Index("orders_by_status", "status", "id"),
)

order_lines = sa.Table(
    "order_lines",
    db.metadata,
    sa.Column("order_id", sa.ForeignKey("orders.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("product_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("unit_price", sa.BigInteger, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
)

order_history = sa.Table(
    "order_history",
    db.metadata,
    sa.Column("order_id", sa.ForeignKey("orders.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
