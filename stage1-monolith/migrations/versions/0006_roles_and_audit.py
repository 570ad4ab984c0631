"""give staff roles, those there are as admins, and log who changes them

Revision ID: 0006
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0006"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        # With a default: a process of the earlier release may still add people.
        batch_op.add_column(sa.Column("roles", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE users SET roles = 'admin' WHERE role = 'staff'")
    op.create_table(
        "audit",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text()),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("roles_before", sa.Text(), nullable=False),
        sa.Column("roles_after", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("audit")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("roles")
