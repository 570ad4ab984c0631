"""give staff roles, those there are as admins, and log who changes them

Revision ID: 0004
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    # With a default: a process of the earlier release may still add people.
    op.add_column("users", sa.Column("roles", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE users SET roles = 'admin' WHERE role = 'staff'")
    op.create_table(
        "audit",
        sa.Column("id", sa.Text(collation="C"), primary_key=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text()),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("roles_before", sa.Text(), nullable=False),
        sa.Column("roles_after", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("audit")
    op.drop_column("users", "roles")
