"""Products: reading them, storing them, and their images.

One product is read through the cache (cache-aside) and written through it, so that what is read
by its id is never older than the last write. Lists may be seconds old.
"""

from typing import cast

from shop_rules import bodies, etags, ids, pictures, queries
from shop_rules.cursors import SortKey
from shop_rules.errors import NotFound
from shop_rules.shapes import Bestseller, ListedProduct, Product, ProductId

from chassis import cache, db, decoder, objects
from chassis.config import config
from chassis.shapes import ProductToBuy

from . import peers, search, store

LIST_SECONDS = 2  # how old a list may be; the contract allows 5

Found = tuple[list[ListedProduct], list[SortKey]]


# --8<-- [start:find]
def find(asked: search.Asked, limit: int, after: SortKey | None) -> Found:
    """The products and their sort keys, one more than limit if there are more."""
    return _found(tuple(asked.items()), limit, tuple(after) if after else None)


@cache.remembered(LIST_SECONDS)
def _found(items: tuple[tuple[str, object], ...], limit: int, after: SortKey | None) -> Found:
    asked = cast("search.Asked", dict(items))
    with db.reading() as tx:
        rows = search.find(tx, asked, limit + 1, after)
    products: list[ListedProduct] = [{**_product(row), "available": row.available} for row in rows]
    return products, [search.sort_key(row, asked["sort"]) for row in rows]


# --8<-- [end:find]
# --8<-- [start:show]
def show(product_id: ProductId) -> tuple[Product, str]:
    """(product, ETag)"""
    known = cache.get("product", product_id)
    return (known["product"], known["etag"]) if known else _kept(_row(product_id))


# --8<-- [end:show]
def available(product_id: ProductId) -> int:
    check_exists(product_id)
    return peers.available([product_id])[product_id]


def check_exists(product_id: ProductId) -> None:
    show(product_id)


def to_buy(product_ids: list[ProductId]) -> list[ProductToBuy]:
    """The products as the database has them, uncached, for carts and orders."""
    with db.reading() as tx:
        rows = store.by_ids(tx, product_ids).values()
    return [
        {"id": row.id, "name": row.name, "price": row.price, "archived": row.archived}
        for row in rows
    ]


def add(product: bodies.Product) -> tuple[Product, str]:
    """Create its stock first: every product that clients can see has one."""
    product_id = ProductId(ids.new_id())
    peers.open_stock(product_id)
    with db.transaction("add_product") as tx:
        store.add(tx, product_id, product)
        row = store.get(tx, product_id)
    return _changed(row)


# --8<-- [start:change]
def change(product_id: ProductId, product: bodies.Product, if_match: str) -> tuple[Product, str]:
    """(product, ETag). 412 if if_match names another version."""
    with db.transaction("change_product") as tx:
        etags.check(if_match, _etag(store.get(tx, product_id, lock=True)))
        store.change(tx, product_id, product)
        row = store.get(tx, product_id)
        cache.outdate("product", product_id, row.version)
    return _changed(row)


# --8<-- [end:change]
def archive(product_id: ProductId) -> None:
    with db.transaction("archive_product") as tx:
        version = store.get(tx, product_id, lock=True).version
        store.archive(tx, product_id)
        cache.outdate("product", product_id, version + 1)
    cache.something_changed()


def set_picture(product_id: ProductId, content: bytes, media_type: str) -> Product:
    """Write the object first: no row ever names an image that is not in the store."""
    pictures.check(content, media_type)
    decoder.thumbnail(content)  # only a check: the worker makes the one that is stored
    picture = f"pictures/{product_id}/{ids.new_id()}"
    objects.save(picture, content)
    with db.transaction("set_picture") as tx:
        before = store.get(tx, product_id, lock=True).picture
        store.set_picture(tx, product_id, picture, media_type)
        row = store.get(tx, product_id)
        cache.outdate("product", product_id, row.version)
        peers.make_thumbnail_later(tx, product_id, picture, replaced=before)
    return _changed(row)[0]


def picture(product_id: ProductId, size: str) -> tuple[bytes, str]:
    """(bytes, media type)"""
    row = _row(product_id)
    name = f"{row.picture}.thumb" if size == "thumb" else row.picture
    content = objects.read(name) if row.picture else None
    if content is not None:
        return content, pictures.THUMBNAIL_TYPE if size == "thumb" else row.picture_type
    if _row(product_id).picture != row.picture:  # replaced and deleted meanwhile
        return picture(product_id, size)
    raise NotFound("There is no image yet.")


@cache.remembered(LIST_SECONDS)
def bestsellers() -> list[Bestseller]:
    with db.reading() as tx:
        return store.most_sold(tx, queries.BESTSELLERS)


def _row(product_id: ProductId) -> db.Row:
    with db.reading() as tx:
        return store.get(tx, product_id)


# --8<-- [start:kept]
def _kept(row: db.Row) -> tuple[Product, str]:
    """Cache the product and return (product, ETag)."""
    product, etag = _product(row), _etag(row)
    cache.put("product", row.id, row.version, {"product": product, "etag": etag})
    return product, etag


def _changed(row: db.Row) -> tuple[Product, str]:
    """Update the cache before the response is sent, so that every later read is fresh."""
    kept = _kept(row)
    cache.something_changed()
    return kept


# --8<-- [end:kept]
def _product(row: db.Row) -> Product:
    return store.as_product(row, config().url_of(pictures.path(row.id, row.picture)))


def _etag(row: db.Row) -> str:
    return etags.of_version(row.version)
