"""The products. An archived one stays, because carts and orders refer to it."""

from collections.abc import Collection

import sqlalchemy as sa

from shop_rules import bodies, ids, texts, times
from shop_rules.errors import NotFound
from shop_rules.pricing import CURRENCY
from shop_rules.shapes import Bestseller, Product, ProductId

from .. import db

# --8<-- [start:products]
products = sa.Table(
    "products",
    db.metadata,
    sa.Column("id", db.Key, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", db.Key, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("category", db.Key, nullable=False),
    sa.Column("price", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("archived", sa.Boolean, nullable=False),
    sa.Column("updated_at", sa.Text, nullable=False),
    sa.Column("picture", sa.Text),
    sa.Column("picture_type", sa.Text),
    sa.Column("thumbnail_tried", sa.Text),
    # --8<-- [start:indexes]
    sa.Index("products_newest", "archived", "id"),
    sa.Index("products_by_name", "archived", "name_key", "id"),
    sa.Index("products_by_price", "archived", "price", "id"),
    sa.Index("products_by_category", "category", "archived", "id"),
    # --8<-- [end:indexes]
    sa.CheckConstraint("price > 0", name="products_price"),
)
# --8<-- [end:products]

on_sale = products.c.archived.is_(False)


def as_product(row: db.Row, image_url: str) -> Product:
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "category": row.category,
        "price": row.price,
        "currency": CURRENCY,
        "image_url": image_url if row.picture else None,
        "created_at": ids.created_at(row.id),
        "updated_at": row.updated_at,
    }


def add(tx: db.Tx, product: bodies.Product, product_id: ProductId | None = None) -> ProductId:
    product_id = product_id or ProductId(ids.new_id())
    values = {**_values(product), "id": product_id, "version": 1, "archived": False}
    tx.execute(sa.insert(products).values({**values, "updated_at": ids.created_at(product_id)}))
    return product_id


def get(tx: db.Tx, product_id: ProductId, lock: bool = False) -> db.Row:
    """A product on sale; 404 for an archived one."""
    query = sa.select(products).where(products.c.id == product_id, on_sale)
    row = tx.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound("No such product.")
    return row


def by_ids(tx: db.Tx, product_ids: Collection[ProductId]) -> dict[ProductId, db.Row]:
    """Includes archived ones."""
    rows = tx.execute(sa.select(products).where(products.c.id.in_(product_ids)))
    return {row.id: row for row in rows}


def change(tx: db.Tx, product_id: ProductId, product: bodies.Product) -> None:
    _write(tx, product_id, _values(product))


def archive(tx: db.Tx, product_id: ProductId) -> None:
    _write(tx, product_id, {"archived": True})


def set_picture(tx: db.Tx, product_id: ProductId, picture: str, media_type: str) -> None:
    _write(tx, product_id, {"picture": picture, "picture_type": media_type})


def most_sold(tx: db.Tx, sold: db.Subquery, most: int) -> list[Bestseller]:
    """sold: a subquery of product_id and sold."""
    query = (
        sa.select(products.c.id, products.c.name, sold.c.sold)
        .join(sold, sold.c.product_id == products.c.id)
        .where(on_sale, sold.c.sold > 0)
        .order_by(sold.c.sold.desc(), products.c.id)
        .limit(most)
    )
    rows = tx.execute(query)
    return [{"product_id": row.id, "name": row.name, "units": row.sold} for row in rows]


def without_thumbnail(tx: db.Tx) -> db.Rows:
    untried = products.c.thumbnail_tried.is_distinct_from(products.c.picture)
    return tx.execute(sa.select(products).where(products.c.picture.is_not(None), untried)).all()


def thumbnail_was_tried(tx: db.Tx, product_id: ProductId, picture: str) -> None:
    row = (products.c.id == product_id) & (products.c.picture == picture)
    tx.execute(sa.update(products).where(row).values(thumbnail_tried=picture))


def _values(product: bodies.Product) -> db.Values:
    return {
        "name": product.name,
        "name_key": texts.name_key(product.name),
        "description": product.description,
        "category": product.category,
        "price": product.price,
    }


def _write(tx: db.Tx, product_id: ProductId, values: db.Values) -> None:
    news = {"version": products.c.version + 1, "updated_at": times.now()}
    tx.execute(sa.update(products).where(products.c.id == product_id).values({**values, **news}))
