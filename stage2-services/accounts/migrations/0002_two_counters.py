"""count failed attempts per e-mail and per person, in two counters

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.alter_column("failed_attempts", "email_key", new_column_name="counter")
    codes = sa.Column("codes", sa.Integer(), nullable=False, server_default="0")
    op.add_column("failed_attempts", codes)
    op.alter_column("failed_attempts", "codes", server_default=None)
    op.execute("UPDATE failed_attempts SET counter = 'e-mail ' || counter")


def downgrade() -> None:
    op.execute("DELETE FROM failed_attempts WHERE counter NOT LIKE 'e-mail %'")
    op.execute("UPDATE failed_attempts SET counter = substr(counter, 8)")
    op.drop_column("failed_attempts", "codes")
    op.alter_column("failed_attempts", "counter", new_column_name="email_key")
