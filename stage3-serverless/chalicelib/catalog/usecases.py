"""Products: reading them, storing them, and their images."""

from shop_rules import bodies, etags, ids, pictures, queries
from shop_rules.cursors import SortKey
from shop_rules.errors import NotFound
from shop_rules.shapes import Bestseller, ListedProduct, Product, ProductId

from .. import db, decoder, objects
from ..config import config
from . import peers, search, store


def find(
    asked: search.Asked, limit: int, after: SortKey | None
) -> tuple[list[ListedProduct], list[SortKey]]:
    """The products and their sort keys, one more than limit if there are more."""
    rows = search.find(asked, limit + 1, after)
    products: list[ListedProduct] = [
        {**_product(row), "available": row["available"]} for row in rows
    ]
    return products, [search.sort_key(row, asked["sort"]) for row in rows]


def show(product_id: ProductId) -> tuple[Product, str]:
    """(product, ETag)"""
    return _with_etag(store.get(product_id))


def available(product_id: ProductId) -> int:
    store.get(product_id)
    return peers.available([product_id])[product_id]


def check_exists(product_id: ProductId) -> None:
    store.get(product_id)


def add(product: bodies.Product) -> tuple[Product, str]:
    with db.transaction("add_product") as tx:
        product_id = store.add(tx, product)
        peers.open_stock(tx, product_id)
    return show(product_id)


def change(product_id: ProductId, product: bodies.Product, if_match: str) -> tuple[Product, str]:
    """(product, ETag). 412 if if_match names another version."""
    row = store.get(product_id)
    etags.check(if_match, _etag(row))
    try:
        with db.transaction("change_product") as tx:
            store.change(tx, row, product)
    except db.Lost:  # changed since it was read: check If-Match again
        return change(product_id, product, if_match)
    return show(product_id)


def archive(product_id: ProductId) -> None:
    try:
        with db.transaction("archive_product") as tx:
            store.archive(tx, store.get(product_id))
    except db.Lost:
        archive(product_id)


def set_picture(product_id: ProductId, content: bytes, media_type: str) -> Product:
    """Write the object first: no product ever names an image that is not in the bucket."""
    pictures.check(content, media_type)
    decoder.thumbnail(content)  # only a check: make_thumbnail makes the one that is stored
    picture = f"pictures/{product_id}/{ids.new_id()}"
    objects.save(picture, content, media_type)
    return _with_picture(product_id, picture)


def picture(product_id: ProductId, size: str) -> str:
    """The URL to read it from."""
    name = store.get(product_id).get("picture")
    shown = store.thumbnail_of(name) if name and size == "thumb" else name
    if shown and objects.exists(shown):
        return objects.link(shown)
    if store.get(product_id).get("picture") != name:  # replaced and deleted meanwhile
        return picture(product_id, size)
    raise NotFound("There is no image yet.")


def bestsellers() -> list[Bestseller]:
    return store.most_sold(queries.BESTSELLERS)


def _with_picture(product_id: ProductId, picture: str) -> Product:
    row = store.get(product_id)
    if picture < row.get("picture", ""):  # ids contain the time: a newer one was saved
        return _product(row)
    try:
        with db.transaction("set_picture") as tx:
            store.set_picture(tx, row, picture)
    except db.Lost:
        return _with_picture(product_id, picture)
    return _product(store.get(product_id))


def _product(row: db.Item) -> Product:
    path = pictures.path(row["id"], row.get("picture"))
    return store.as_product(row, config().url_of(path))


def _with_etag(row: db.Item) -> tuple[Product, str]:
    return _product(row), _etag(row)


def _etag(row: db.Item) -> str:
    return etags.of_version(row["version"])
