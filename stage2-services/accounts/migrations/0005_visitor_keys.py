"""a random key for each person whose events are counted

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

KEY = sa.Text(collation="C")

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "visitor_keys",
        sa.Column("user_id", KEY, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("visitor_keys")
