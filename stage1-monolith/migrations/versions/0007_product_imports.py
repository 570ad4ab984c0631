"""keep imports of products, and their rows until they are applied

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "product_imports",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.UniqueConstraint("user_id", "key", name="product_imports_once"),
    )
    op.create_table(
        "product_import_chunks",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.Column("due_at", KEY),
    )
    for column in ("import_id", "due_at"):
        op.create_index(
            f"ix_product_import_chunks_{column}", "product_import_chunks", [column], unique=False
        )


def downgrade() -> None:
    op.drop_table("product_import_chunks")
    op.drop_table("product_imports")
