"""find a category by its index, whatever statistics the database has

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index("products_by_category")
        batch_op.create_index("products_by_category", ["category", "archived", "id"])


def downgrade() -> None:
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index("products_by_category")
        batch_op.create_index("products_by_category", ["category", "id"])
