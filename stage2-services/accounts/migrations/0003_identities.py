"""people sign in with another provider: their identities there, and sign-ins under way

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.Text(collation="C")


def upgrade() -> None:
    op.create_table(
        "identities",
        sa.Column("issuer", KEY, nullable=False),
        sa.Column("subject", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("issuer", "subject"),
        sa.UniqueConstraint("id"),
    )
    op.create_index(op.f("ix_identities_user_id"), "identities", ["user_id"], unique=False)
    op.create_table(
        "authorizations",
        sa.Column("state", KEY, nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("expires_at", KEY, nullable=False),
        sa.Column("code", KEY, nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("state"),
    )
    op.create_index(
        op.f("ix_authorizations_expires_at"), "authorizations", ["expires_at"], unique=False
    )


def downgrade() -> None:
    """People without a password lose their only way in: an earlier release has no other."""
    op.drop_index(op.f("ix_authorizations_expires_at"), table_name="authorizations")
    op.drop_table("authorizations")
    op.drop_index(op.f("ix_identities_user_id"), table_name="identities")
    op.drop_table("identities")
