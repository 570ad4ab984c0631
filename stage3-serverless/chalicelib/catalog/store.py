# --8<-- [start:tables]
"""The products. An archived one stays, because carts and orders refer to it.

The table's key is the id. A product on sale also has a shelf, which is the one partition of the
indexes; an archived one has no shelf, so no index contains it. One partition serves some 3,000
reads a second: with more products or readers than that, split the shelf into several.

| asked for                         | index                                    | sorted by  |
| --------------------------------- | ---------------------------------------- | ---------- |
| all, newest first                 | newest: shelf, id                        | id         |
| all by name, by price             | by_name, by_price: shelf                 | …_sort     |
| those of a category, the same way | category_newest, …_by_name, …_by_price   | the same   |
| what sold most                    | by_sold: shelf                           | sold_sort  |
"""

# --8<-- [end:tables]
from collections.abc import Collection

from shop_rules import bodies, ids, texts, times
from shop_rules.errors import NotFound
from shop_rules.pricing import CURRENCY
from shop_rules.shapes import Bestseller, Product, ProductId

from .. import db

TABLE = "catalog"
SHELF = "on sale"
LONGEST_SORT = 900  # bytes of a name that count in sorting; a key has at most 1,024
MOST_SOLD = 10**12


def as_product(row: db.Item, image_url: str) -> Product:
    return {
        "id": row["id"],
        "name": row["name"],
        "description": row["description"],
        "category": row["category"],
        "price": row["price"],
        "currency": CURRENCY,
        "image_url": image_url if row.get("picture") else None,
        "created_at": ids.created_at(row["id"]),
        "updated_at": row["updated_at"],
    }


# --8<-- [start:add]
def add(tx: db.Tx, product: bodies.Product, product_id: ProductId | None = None) -> ProductId:
    product_id = product_id or ProductId(ids.new_id())
    item: db.Item = {"id": product_id, **_values(product_id, product), "shelf": SHELF, "version": 1}
    item |= {"archived": False, "available": 0, "stock_version": 0}
    tx.put(TABLE, {**item, "updated_at": ids.created_at(product_id)})
    return product_id


# --8<-- [end:add]
def get(product_id: ProductId) -> db.Item:
    """A product on sale; 404 for an archived one."""
    row = db.get(TABLE, {"id": product_id})
    if row is None or row["archived"]:
        raise NotFound("No such product.")
    return row


def by_ids(product_ids: Collection[ProductId]) -> dict[ProductId, db.Item]:
    """Includes archived ones."""
    rows = db.get_many(TABLE, [{"id": product_id} for product_id in product_ids])
    return {row["id"]: row for row in rows}


def change(tx: db.Tx, row: db.Item, product: bodies.Product) -> None:
    """row: as it was read."""
    _write(tx, row, _values(row["id"], product))


def archive(tx: db.Tx, row: db.Item) -> None:
    _write(tx, row, {"archived": True}, gone="#shelf, #category_shelf")


def set_picture(tx: db.Tx, row: db.Item, picture: str) -> None:
    _write(tx, row, {"picture": picture})


# --8<-- [start:bestsellers]
def most_sold(most: int) -> list[Bestseller]:
    rows = db.query(TABLE, "#shelf = :shelf", most, index="by_sold", shelf=SHELF)
    return [
        {"product_id": row["id"], "name": row["name"], "units": row["sold"]}
        for row in rows
        if row["sold"] > 0
    ]


def set_stock(tx: db.Tx, product_id: ProductId, available: int, sold: int, version: int) -> None:
    """db.Lost if a newer version is stored: stream records may arrive out of order."""
    rank = f"{MOST_SOLD - sold:013d} {product_id}"  # most first, ties by id
    news = {"available": available, "sold": sold, "sold_sort": rank, "stock_version": version}
    tx.set(TABLE, {"id": product_id}, news, "#stock_version < :stock_version")


# --8<-- [end:bestsellers]
def thumbnail_of(picture: str) -> str:
    return picture.replace("pictures/", "thumbs/", 1)


def name_sort(name_key: str, product_id: str) -> str:
    """Sorts as (name_key, id): no name contains NUL, which sorts before all else."""
    cut = name_key.encode()[:LONGEST_SORT].decode(errors="ignore")
    return f"{cut}\0{product_id}"


def price_sort(price: int, product_id: str) -> str:
    return f"{price:08d} {product_id}"


def _values(product_id: ProductId, product: bodies.Product) -> db.Item:
    name_key = texts.name_key(product.name)
    return {
        "name": product.name,
        "name_key": name_key,
        "name_sort": name_sort(name_key, product_id),
        "description": product.description,
        "category": product.category,
        "category_shelf": product.category,
        "price": product.price,
        "price_sort": price_sort(product.price, product_id),
    }


def _write(tx: db.Tx, row: db.Item, values: db.Item, gone: str = "") -> None:
    """db.Lost if it was changed since the row was read."""
    values = {**values, "version": row["version"] + 1, "updated_at": times.now()}
    still: db.Item = {"was": row["version"], "no": False}
    unchanged = "#version = :was AND #archived = :no"
    tx.set(TABLE, {"id": row["id"]}, values, unchanged, remove=gone, **still)
