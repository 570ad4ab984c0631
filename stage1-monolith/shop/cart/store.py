"""The carts. Prices are not stored here: they are read from the catalog, and so are current."""

import sqlalchemy as sa

from shop_rules import ids
from shop_rules.shapes import ProductId, UserId

from .. import db

carts = sa.Table(
    "carts",
    db.metadata,
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
)

# --8<-- [start:items]
items = sa.Table(
    "cart_items",
    db.metadata,
    sa.Column("user_id", sa.ForeignKey("carts.user_id", ondelete="CASCADE"), primary_key=True),
    sa.Column("product_id", sa.ForeignKey("products.id"), primary_key=True),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.CheckConstraint("quantity BETWEEN 1 AND 99", name="cart_items_quantity"),
)


# --8<-- [end:items]
def lock(tx: db.Tx, user_id: UserId) -> str:
    """Lock the person's cart, creating it if there is none, and return its id."""
    query = sa.select(carts.c.id).where(carts.c.user_id == user_id).with_for_update()
    cart_id = tx.scalar(query)
    if cart_id is not None:
        return cart_id
    db.insert_if_absent(tx, carts, user_id=user_id, id=ids.new_id())
    return tx.scalars(query).one()  # ours, or that of a concurrent request


def find(tx: db.Tx, user_id: UserId) -> str | None:
    return tx.scalar(sa.select(carts.c.id).where(carts.c.user_id == user_id))


def lines(tx: db.Tx, user_id: UserId) -> list[tuple[ProductId, int]]:
    """(product id, quantity) in the order first added."""
    query = sa.select(items).where(items.c.user_id == user_id).order_by(items.c.position)
    return [(row.product_id, row.quantity) for row in tx.execute(query)]


def put(tx: db.Tx, user_id: UserId, product_id: ProductId, quantity: int) -> None:
    item = (items.c.user_id == user_id) & (items.c.product_id == product_id)
    changed = tx.execute(sa.update(items).where(item).values(quantity=quantity)).rowcount
    if not changed:
        last = sa.select(sa.func.coalesce(sa.func.max(items.c.position), 0) + 1)
        position = last.where(items.c.user_id == user_id).scalar_subquery()
        row = {"user_id": user_id, "product_id": product_id}
        tx.execute(sa.insert(items).values({**row, "quantity": quantity, "position": position}))


def remove(tx: db.Tx, user_id: UserId, product_id: ProductId) -> bool:
    """True if it was in the cart."""
    item = (items.c.user_id == user_id) & (items.c.product_id == product_id)
    return tx.execute(sa.delete(items).where(item)).rowcount == 1


def clear(tx: db.Tx, user_id: UserId) -> None:
    tx.execute(sa.delete(items).where(items.c.user_id == user_id))


def renew(tx: db.Tx, user_id: UserId) -> None:
    """Empty it and give it a new id, so that the same cart can't be bought twice."""
    clear(tx, user_id)
    tx.execute(sa.update(carts).where(carts.c.user_id == user_id).values(id=ids.new_id()))
