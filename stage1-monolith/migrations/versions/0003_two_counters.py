"""count failed attempts per e-mail and per person, in two counters

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("failed_attempts", schema=None) as batch_op:
        batch_op.alter_column("email_key", new_column_name="counter")
        batch_op.add_column(sa.Column("codes", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("failed_attempts", schema=None) as batch_op:
        batch_op.alter_column("codes", server_default=None)
    op.execute("UPDATE failed_attempts SET counter = 'e-mail ' || counter")


def downgrade() -> None:
    op.execute("DELETE FROM failed_attempts WHERE counter NOT LIKE 'e-mail %'")
    op.execute("UPDATE failed_attempts SET counter = substr(counter, 8)")
    with op.batch_alter_table("failed_attempts", schema=None) as batch_op:
        batch_op.drop_column("codes")
        batch_op.alter_column("counter", new_column_name="email_key")
