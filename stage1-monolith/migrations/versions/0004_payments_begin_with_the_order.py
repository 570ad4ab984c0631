"""every open order has its payment: until now it was begun a moment after the order

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    op.execute(
        "INSERT INTO payments (order_id, status, amount)"
        " SELECT id, 'pending', total FROM orders WHERE status = 'pending'"
        " AND id NOT IN (SELECT order_id FROM payments)"
    )


def downgrade():
    """An earlier release takes a payment that was begun already."""
