"""insert the payment of every open order: until now that happened just after the order

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute(
        "INSERT INTO payments (order_id, status, amount)"
        " SELECT id, 'pending', total FROM orders WHERE status = 'pending'"
        " AND id NOT IN (SELECT order_id FROM payments)"
    )


def downgrade() -> None:
    """Nothing to do: an earlier release accepts a payment that has already begun."""
