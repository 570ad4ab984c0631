"""the clickstream: events, visits, and the counts of hours and minutes; a random key for a visitor

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "clicks",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("product_id", KEY),
        sa.Column("visitor", KEY, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("received_at", KEY, nullable=False),
    )
    op.create_index("ix_clicks_received_at", "clicks", ["received_at"])
    op.create_table(
        "click_visits",
        sa.Column("day", KEY, primary_key=True),
        sa.Column("kind", KEY, primary_key=True),
        sa.Column("visitor", KEY, primary_key=True),
    )
    op.create_table(
        "click_hours",
        sa.Column("hour", KEY, primary_key=True),
        sa.Column("kind", KEY, primary_key=True),
        *[
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("visitors", "events", "late", "early", "repeated")
        ],
    )
    op.create_table(
        "click_minutes",
        sa.Column("minute", KEY, primary_key=True),
        sa.Column("product_id", KEY, primary_key=True),
        sa.Column("events", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "visitor_keys",
        sa.Column("user_id", KEY, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    for table in ("visitor_keys", "click_minutes", "click_hours", "click_visits", "clicks"):
        op.drop_table(table)
