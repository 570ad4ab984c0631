"""find a category by its index, whatever statistics the database has

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("products_by_category", table_name="products")
    op.create_index("products_by_category", "products", ["category", "archived", "id"])


def downgrade() -> None:
    op.drop_index("products_by_category", table_name="products")
    op.create_index("products_by_category", "products", ["category", "id"])
