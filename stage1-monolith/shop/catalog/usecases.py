"""Products: reading them, storing them, and their images."""

from shop_rules import bodies, etags, ids, pictures, queries
from shop_rules.cursors import SortKey
from shop_rules.errors import NotFound
from shop_rules.shapes import Bestseller, ListedProduct, Product, ProductId

from .. import cache, db, decoder, files
from ..config import config
from . import peers, search, store, tasks

BESTSELLERS_SECONDS = 2  # how old the list may be; the contract allows 30


def find(
    asked: search.Asked, limit: int, after: SortKey | None
) -> tuple[list[ListedProduct], list[SortKey]]:
    """The products and their sort keys, one more than limit if there are more."""
    with db.reading() as tx:
        rows = search.find(tx, asked, limit + 1, after)
        available = peers.available(tx, [row.id for row in rows])
    products: list[ListedProduct] = [
        {**_product(row), "available": available[row.id]} for row in rows
    ]
    return products, [search.sort_key(row, asked["sort"]) for row in rows]


def show(product_id: ProductId) -> tuple[Product, str]:
    """(product, ETag)"""
    with db.reading() as tx:
        return _with_etag(store.get(tx, product_id))


def available(product_id: ProductId) -> int:
    with db.reading() as tx:
        store.get(tx, product_id)
        return peers.available(tx, [product_id])[product_id]


def check_exists(product_id: ProductId) -> None:
    with db.reading() as tx:
        store.get(tx, product_id)


def add(product: bodies.Product) -> tuple[Product, str]:
    with db.transaction("add_product") as tx:
        product_id = store.add(tx, product)
        peers.open_stock(tx, product_id)
        return _with_etag(store.get(tx, product_id))


def change(product_id: ProductId, product: bodies.Product, if_match: str) -> tuple[Product, str]:
    """(product, ETag). 412 if if_match names another version."""
    with db.transaction("change_product") as tx:
        etags.check(if_match, _etag(store.get(tx, product_id, lock=True)))
        store.change(tx, product_id, product)
        return _with_etag(store.get(tx, product_id))


def archive(product_id: ProductId) -> None:
    with db.transaction("archive_product") as tx:
        store.get(tx, product_id, lock=True)
        store.archive(tx, product_id)


def set_picture(product_id: ProductId, content: bytes, media_type: str) -> Product:
    """Write the file first: no row ever names an image that is not on the disk."""
    pictures.check(content, media_type)
    thumbnail = decoder.thumbnail(content)
    picture = f"pictures/{product_id}/{ids.new_id()}"
    files.save(picture, content)
    with db.transaction("set_picture") as tx:
        before = store.get(tx, product_id, lock=True).picture
        store.set_picture(tx, product_id, picture, media_type)
        product = _product(store.get(tx, product_id))
    tasks.after_picture(product_id, picture, thumbnail, replaced=before)
    return product


def picture(product_id: ProductId, size: str) -> tuple[bytes, str]:
    """(bytes, media type)"""
    row = _row(product_id)
    name = f"{row.picture}.thumb" if size == "thumb" else row.picture
    content = files.read(name) if row.picture else None
    if content is not None:
        return content, pictures.THUMBNAIL_TYPE if size == "thumb" else row.picture_type
    if _row(product_id).picture != row.picture:  # replaced and deleted meanwhile
        return picture(product_id, size)
    raise NotFound("There is no image yet.")


# --8<-- [start:bestsellers]
@cache.remembered(BESTSELLERS_SECONDS)
def bestsellers() -> list[Bestseller]:
    with db.reading() as tx:
        return store.most_sold(tx, peers.units_sold(), queries.BESTSELLERS)


# --8<-- [end:bestsellers]


def _row(product_id: ProductId) -> db.Row:
    with db.reading() as tx:
        return store.get(tx, product_id)


def _product(row: db.Row) -> Product:
    return store.as_product(row, config().url_of(pictures.path(row.id, row.picture)))


def _with_etag(row: db.Row) -> tuple[Product, str]:
    return _product(row), _etag(row)


def _etag(row: db.Row) -> str:
    return etags.of_version(row.version)
